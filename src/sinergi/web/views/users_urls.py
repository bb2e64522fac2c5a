"""Addresses of the pages for accounts and roles."""

from django.urls import URLPattern, path

from sinergi.web.views import users

urlpatterns_users: list[URLPattern] = [
    path("meja/pengguna/", users.users, name="users"),
    path("meja/pengguna/baru/", users.user_new, name="user_new"),
    path("meja/pengguna/<int:pk>/", users.user, name="user"),
    path("meja/pengguna/<int:pk>/peran/", users.role_grant, name="role_grant"),
    path("meja/pengguna/<int:pk>/peran/<int:role>/", users.role_end, name="role_end"),
    path("meja/pengguna/<int:pk>/kata-sandi/", users.password_reset, name="password_reset"),
    path("meja/pengguna/<int:pk>/aktif/", users.user_active, name="user_active"),
    path("kata-sandi-pertama/", users.change_first_password, name="change_first_password"),
]
