from django.apps import AppConfig


class InformationConfig(AppConfig):
    name = "sinergi.information"
    label = "information"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sinergi.information import inbox  # noqa: PLC0415 - models are there only now
        from sinergi.notices.targets import register  # noqa: PLC0415 - see above

        register("information/report", inbox.report_targets)
        register("information/stale", inbox.programme_targets)
