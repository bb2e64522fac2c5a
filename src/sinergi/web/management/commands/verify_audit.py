"""Recompute the seals of the record; exits with 1 when one is broken."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sinergi.audit.queries import verify


class Command(BaseCommand):
    help = "Verify the seal chain of the append-only record"

    def handle(self, *args: Any, **options: Any) -> None:
        found = verify()
        if not found.intact:
            raise CommandError(f"Broken seals: {', '.join(found.broken)}")
        self.stdout.write(f"{found.seals} seals hold, up to event {found.sealed_to}.")
