"""Web addresses of the room `letters`."""

from django.urls import path, re_path

from sinergi.letters import views

app_name = "letters"
urlpatterns = [
    re_path(r"^s/(?P<code>[A-Za-z0-9_-]{22})/$", views.verify, name="verify"),
    path("meja/surat/", views.register, name="register"),
    path("meja/surat/blok/", views.reserve, name="reserve"),
    path("meja/surat/blok/<uuid:block>/", views.block, name="block"),
    path("meja/surat/nomor/<int:pk>/batal/", views.void, name="void"),
    path("meja/surat/nomor/<int:pk>/susulan/", views.late, name="late"),
    path("meja/surat/<uuid:pk>/", views.letter, name="letter"),
    path("meja/surat/<uuid:pk>/cetak/", views.pdf, name="pdf"),
    path("meja/surat/<uuid:pk>/pindaian/", views.scan, name="scan"),
    path("meja/surat/<uuid:pk>/tarik/", views.withdraw, name="withdraw"),
]
