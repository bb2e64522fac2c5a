from django.urls import path

from . import views

urlpatterns = [
    path("", views.home),
    path("formulir/", views.form),
    path("status/", views.status),
    path("terkirim/", views.done),
    path("komponen/", views.parts),
    path("antrean/", views.queue),
    path("evaluasi/", views.evaluation),
    path("galat/<str:page>/", views.error),
]
