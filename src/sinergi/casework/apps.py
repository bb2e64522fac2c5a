from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "sinergi.casework"
    label = "casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sinergi.casework.queries.inbox import case_targets  # noqa: PLC0415 - models are there only now
        from sinergi.letters import followers  # noqa: PLC0415 - see above
        from sinergi.notices.targets import register  # noqa: PLC0415 - see above

        register("casework/overdue", case_targets)
        register("casework/returned", case_targets)
        register("casework/letter_withdrawn_desk", case_targets)
        followers.register("sinergi.casework.jobs.follow_withdrawn_letter", queue="casework")
