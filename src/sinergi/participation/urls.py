"""Web addresses of the room `participation`. The public page of one meeting belongs to `evaluation`."""

from django.urls import path

from sinergi.participation.views import desk, public

app_name = "participation"
urlpatterns = [
    path("musyawarah/", public.meetings, name="list"),
    path("musyawarah/<slug:slug>/foto/", public.photo, name="photo"),
    path("musyawarah/<slug:slug>/berita-acara/", public.minutes, name="minutes"),
    path("meja/musyawarah/", desk.meetings, name="desk"),
    path("meja/musyawarah/baru/", desk.new, name="new"),
    path("meja/musyawarah/<int:pk>/", desk.meeting, name="meeting"),
    path("meja/musyawarah/<int:pk>/ubah/", desk.change, name="change"),
    path("meja/musyawarah/<int:pk>/terlaksana/", desk.hold, name="hold"),
    path("meja/musyawarah/<int:pk>/batal/", desk.cancel, name="cancel"),
    path("meja/musyawarah/<int:pk>/foto/", desk.photo, name="desk_photo"),
    path("meja/musyawarah/<int:pk>/berita-acara/", desk.minutes, name="desk_minutes"),
    path("meja/musyawarah/<int:pk>/berita-acara/berkas/", desk.minutes_file, name="minutes_file"),
    path("meja/musyawarah/<int:pk>/terbit/", desk.publish, name="publish"),
    path("meja/musyawarah/<int:pk>/catat/<slug:part>/", desk.record, name="record"),
    path("meja/musyawarah/<int:pk>/catat/<slug:part>/<str:line>/hapus/", desk.remove, name="remove"),
]
