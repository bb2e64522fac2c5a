from django.apps import AppConfig
from django.core import checks


class DocumentsConfig(AppConfig):
    name = "sinergi.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sinergi.documents import space  # noqa: PLC0415 - needs the models

        checks.register(space.check, deploy=True)
