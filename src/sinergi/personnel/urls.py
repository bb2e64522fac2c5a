"""Web addresses of the room `personnel`."""

from django.urls import path

from sinergi.personnel.views import employees, imports

app_name = "personnel"
urlpatterns = [
    path("meja/pegawai/", employees.employees, name="list"),
    path("meja/pegawai/baru/", employees.employee_new, name="employee_new"),
    path("meja/pegawai/impor/", imports.upload, name="import_new"),
    path("meja/pegawai/impor/contoh/", imports.sample_sheet, name="import_sample"),
    path("meja/pegawai/impor/<int:pk>/", imports.preview, name="import"),
    path("meja/pegawai/impor/<int:pk>/simpan/", imports.commit, name="import_commit"),
    path("meja/pegawai/impor/<int:pk>/batal/", imports.discard, name="import_discard"),
    path("meja/pegawai/impor/<int:pk>/ditolak/", imports.refused, name="import_refused"),
    path("meja/pegawai/<int:pk>/", employees.employee, name="employee"),
    path("meja/pegawai/<int:pk>/ubah/", employees.employee_edit, name="employee_edit"),
    path("meja/pegawai/<int:pk>/pelatihan/", employees.training_new, name="training_new"),
]
