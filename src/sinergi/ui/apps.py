from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "sinergi.ui"
    label = "ui"
    verbose_name = "Tampilan"
