"""Events that were opened for waves before events knew their units."""

from typing import Any

from django.db import migrations


def fill(apps: Any, schema_editor: Any) -> None:
    """The units of a wave become the audience of its event."""
    link = apps.get_model("competency", "AudienceUnit")
    rows = apps.get_model("evaluation", "TreatedUnit").objects.filter(event__isnull=False)
    pairs = rows.values_list("event_id", "unit_id")
    link.objects.bulk_create(
        (link(event_id=event, unit_id=unit) for event, unit in pairs), ignore_conflicts=True
    )


class Migration(migrations.Migration):
    dependencies = [
        ("competency", "0003_audience"),
        ("evaluation", "0001_initial"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
