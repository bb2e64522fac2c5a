from django.apps import AppConfig


class SampleConfig(AppConfig):
    name = "sinergi.sample"
    label = "sample"
    default_auto_field = "django.db.models.BigAutoField"
