"""Web addresses of the room `information`."""

from django.urls import path

from sinergi.information.views import desk, public

app_name = "information"

_DESK = "meja/program/"

urlpatterns = [
    path("program/", public.programmes, name="list"),
    path("program/<slug:slug>/", public.programme, name="programme"),
    path("program/<slug:slug>/keliru/", public.report_programme, name="report_programme"),
    path("layanan/<slug:slug>/keliru/", public.report_service, name="report_service"),
    path(_DESK, desk.programmes, name="desk"),
    path(f"{_DESK}baru/", desk.new, name="new"),
    path(f"{_DESK}laporan/", desk.reports, name="reports"),
    path(f"{_DESK}laporan/<uuid:key>/", desk.report, name="report"),
    path(f"{_DESK}<int:pk>/", desk.edit, name="edit"),
    path(f"{_DESK}<int:pk>/periksa/", desk.check, name="check"),
    path(f"{_DESK}<int:pk>/tampil/", desk.show, name="show"),
]
