"""Web addresses of the room `evaluation`."""

from django.urls import path, re_path

from sinergi.evaluation.views import actions, meeting, overview, public

app_name = "evaluation"
urlpatterns = [
    path("kinerja/", public.performance, name="public"),
    path("anda-bilang/", public.told, name="told"),
    path("anda-bilang/<slug:slug>/", public.told, name="told_service"),
    path("musyawarah/<slug:slug>/", meeting.show, name="meeting"),
    path("meja/evaluasi/", overview.show, name="overview"),
    path("meja/evaluasi/pengguna/", overview.users, name="users"),
    path("meja/evaluasi/unsur/<slug:element>/", overview.cell, name="cell"),
    path("meja/evaluasi/tindak-lanjut/", actions.action_list, name="actions"),
    path("meja/evaluasi/tindak-lanjut/baru/", actions.action_new, name="action_new"),
    path("meja/evaluasi/tindak-lanjut/<int:pk>/", actions.action, name="action"),
    path("meja/evaluasi/tindak-lanjut/<int:pk>/undi/", actions.draw, name="action_draw"),
    path("meja/evaluasi/tindak-lanjut/<int:pk>/batal/", actions.action_cancel, name="action_cancel"),
    path("meja/evaluasi/tindak-lanjut/<int:pk>/umumkan/", actions.action_publish, name="action_publish"),
    path("meja/evaluasi/tindak-lanjut/<int:pk>/tarik/", actions.action_unpublish, name="action_unpublish"),
    re_path(
        r"^meja/evaluasi/tindak-lanjut/(?P<pk>[0-9]{1,9})/(?P<act>mulai|selesai)/$",
        actions.action_day,
        name="action_day",
    ),
]
