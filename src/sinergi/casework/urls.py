"""Web addresses of the room `casework`."""

from django.urls import path

from sinergi.casework.views import actions, apply, at_counter, counter, counter_files, desk, files, status
from sinergi.casework.views.doors import private

app_name = "casework"

_APPLY = "layanan/<slug:slug>/ajukan/"
_STATUS = "status/<slug:reference>/"
_DESK = "meja/permohonan/"
_CASE = "meja/permohonan/<slug:reference>/"

urlpatterns = [
    path(_APPLY, apply.start, name="start"),
    path(f"{_APPLY}persetujuan/", private(apply.agree), name="agree"),
    path(f"{_APPLY}pemohon/", private(apply.applicant), name="applicant"),
    path(f"{_APPLY}isian/<slug:key>/", private(apply.page), name="page"),
    path(f"{_APPLY}berkas/", private(files.files), name="files"),
    path(f"{_APPLY}berkas/<slug:key>/", private(files.upload), name="upload"),
    path(f"{_APPLY}berkas/<slug:key>/lihat/", private(files.look), name="look"),
    path(f"{_APPLY}periksa/", private(apply.check), name="check"),
    path(f"{_APPLY}nanti/", private(apply.later), name="later"),
    path(f"{_APPLY}hapus/", private(apply.discard), name="discard"),
    path("status/", private(status.track), name="track"),
    path("status/lupa-nomor/", private(status.recover), name="recover"),
    path("status/tutup/", private(status.leave), name="leave"),
    path("status/tautan/<str:token>/", private(status.link), name="link"),
    path(_STATUS, private(status.status), name="status"),
    path(f"{_STATUS}bukti/", private(status.receipt), name="receipt"),
    path(f"{_STATUS}data/", private(status.data), name="data"),
    path(f"{_STATUS}perbaiki/<uuid:defect>/", private(status.mend), name="mend"),
    path(f"{_STATUS}cabut/", private(status.withdraw), name="withdraw"),
    path(f"{_STATUS}surat/", private(status.download), name="download"),
    path(_DESK, desk.queue, name="queue"),
    path(f"{_DESK}cari/", desk.find, name="find"),
    path(f"{_DESK}baru/", counter.choose, name="receive"),
    path(f"{_DESK}baru/berkas/<uuid:key>/", counter_files.receive_files, name="receive_files"),
    path(f"{_DESK}baru/<slug:slug>/", counter.receive, name="receive_for"),
    path("meja/tanda-tangan/", desk.approvals, name="approvals"),
    path(_CASE, desk.case, name="case"),
    path(f"{_CASE}berkas/<uuid:key>/", desk.file, name="file"),
    path(f"{_CASE}surat/", desk.letter, name="letter"),
    path(f"{_CASE}bukti/", desk.slip, name="slip"),
    path(f"{_CASE}terkirim/", desk.sent, name="sent"),
    path(f"{_CASE}ambil/", actions.take, name="take"),
    path(f"{_CASE}kembalikan/", actions.send_back, name="send_back"),
    path(f"{_CASE}ajukan/", actions.propose, name="propose"),
    path(f"{_CASE}tolak/", actions.reject, name="reject"),
    path(f"{_CASE}waktu-baru/", actions.delay, name="delay"),
    path(f"{_CASE}pindaian/", actions.scan, name="scan"),
    path(f"{_CASE}serahkan/", actions.hand_over, name="hand_over"),
    path(f"{_CASE}setujui/", actions.sign, name="sign"),
    path(f"{_CASE}periksa-ulang/", actions.reopen, name="reopen"),
    path(f"{_CASE}perbaikan/", at_counter.mend, name="mend_here"),
    path(f"{_CASE}cabut/", at_counter.withdraw, name="withdraw_here"),
    path(f"{_CASE}kembalikan-ke-pemeriksa/", actions.give_back, name="give_back"),
]
