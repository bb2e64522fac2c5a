"""Print the newest Merkle root of the record: size and hash, to be kept off this machine."""

from typing import Any

from django.core.management.base import BaseCommand

from sinergi.audit.models import TreeRoot


class Command(BaseCommand):
    help = "Print size and hash of the record's newest Merkle root"

    def handle(self, *args: Any, **options: Any) -> None:
        newest = TreeRoot.objects.order_by("-size").first()
        self.stdout.write(str(newest) if newest else "0 (nothing was sealed yet)")
