"""Web addresses of the room `competency`."""

from django.urls import path

from sinergi.competency.views import events, gaps, positions

app_name = "competency"
urlpatterns = [
    path("meja/kompetensi/", gaps.gaps, name="gaps"),
    path("meja/kompetensi/nilai/", gaps.assess, name="assess"),
    path("meja/kompetensi/jabatan/", positions.positions, name="positions"),
    path("meja/kompetensi/pegawai/<int:pk>/", gaps.person, name="person"),
    path("meja/kompetensi/butir/<slug:key>/", gaps.competency, name="competency"),
    path("meja/saya/", gaps.me, name="me"),
    path("meja/pelatihan/", events.events, name="events"),
    path("meja/pelatihan/baru/", events.event_new, name="event_new"),
    path("meja/pelatihan/<int:pk>/", events.event, name="event"),
    path("meja/pelatihan/<int:pk>/peserta/", events.enroll, name="enroll"),
    path("meja/pelatihan/<int:pk>/keluarkan/", events.withdraw, name="withdraw"),
    path("meja/pelatihan/<int:pk>/hadir/", events.hold, name="hold"),
    path("meja/pelatihan/<int:pk>/batal/", events.cancel, name="cancel"),
    path("meja/pelatihan/<int:pk>/nilai/", events.after, name="after"),
]
