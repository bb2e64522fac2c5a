"""All web addresses: each room's own, joined."""

from django.urls import include, path

from sinergi.web.views import account, errors, home, office, pages, record
from sinergi.web.views.users_urls import urlpatterns_users

ROOMS = (
    "catalogue",
    "casework",
    "letters",
    "surveys",
    "information",
    "notices",
    "participation",
    "personnel",
    "competency",
    "evaluation",
)

web_patterns = [
    path("", home.home, name="home"),
    path("meja/", home.desk, name="desk"),
    path("masuk/", account.after_login, name="after_login"),
    path("bahasa/<slug:code>/", pages.set_language, name="set_language"),
    path("privasi/", pages.privacy, name="privacy"),
    path("aksesibilitas/", pages.accessibility, name="accessibility"),
    path("lapor/", pages.complain, name="complain"),
    path("kesehatan/", pages.health, name="health"),
    path("meja/kantor/", office.office, name="office"),
    path("meja/kantor/kop/<int:pk>/", office.letterhead, name="letterhead"),
    path("meja/kantor/kop/<int:pk>/lambang/", office.arms, name="arms"),
    path("meja/kantor/klasifikasi/", office.classification, name="classification"),
    path("meja/jejak/", record.events, name="record"),
    *urlpatterns_users,
]

urlpatterns = [
    path("", include((web_patterns, "web"))),
    *(path("", include(f"sinergi.{room}.urls")) for room in ROOMS),
    path("akun/", include("allauth.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
