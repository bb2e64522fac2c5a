"""Web addresses of the room `surveys`."""

from django.urls import path

from sinergi.surveys.views import desk, imports, public

app_name = "surveys"
urlpatterns = [
    path("survei/terima-kasih/", public.thanks, name="thanks"),
    path("survei/<str:token>/", public.answer, name="answer"),
    path("meja/survei/", desk.overview, name="overview"),
    path("meja/survei/bulan/", desk.months, name="months"),
    path("meja/survei/unduh/", desk.export, name="export"),
    path("meja/survei/komentar/", desk.comments, name="comments"),
    path("meja/survei/komentar/<uuid:comment>/", desk.moderate, name="moderate"),
    path("meja/survei/impor/", imports.imports, name="imports"),
    path("meja/survei/impor/baru/", imports.import_new, name="import_new"),
    path("meja/survei/impor/<uuid:batch>/", imports.import_batch, name="import"),
    path("meja/survei/impor/<uuid:batch>/kolom/", imports.import_map, name="import_map"),
    path("meja/survei/impor/<uuid:batch>/simpan/", imports.import_keep, name="import_keep"),
    path("meja/survei/impor/<uuid:batch>/batal/", imports.import_cancel, name="import_cancel"),
    path("meja/survei/impor/<uuid:batch>/tarik/", imports.import_withdraw, name="import_withdraw"),
    path("meja/survei/impor/<uuid:batch>/ditolak/", imports.import_refused, name="import_refused"),
]
