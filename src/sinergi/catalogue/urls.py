"""Web addresses of the room `catalogue`."""

from django.urls import path

from sinergi.catalogue.views import desk, public

app_name = "catalogue"

_VERSION = "meja/layanan/<slug:slug>/versi/<int:number>/"

urlpatterns = [
    path("layanan/", public.service_list, name="list"),
    path("layanan/<slug:slug>/", public.service, name="service"),
    path("meja/layanan/", desk.services, name="desk"),
    path("meja/layanan/<slug:slug>/rancangan/", desk.new_draft, name="new_draft"),
    path("meja/layanan/<slug:slug>/status/", desk.set_active, name="set_active"),
    path(_VERSION, desk.version, name="version"),
    path(f"{_VERSION}ubah/", desk.edit, name="edit"),
    path(f"{_VERSION}terbitkan/", desk.publish, name="publish"),
]
