"""Web addresses of the room `notices`."""

from django.urls import path

from sinergi.notices import views

app_name = "notices"

urlpatterns = [
    path("meja/pesan/", views.inbox, name="inbox"),
    path("meja/pesan/<uuid:key>/dibaca/", views.mark_read, name="mark_read"),
]
