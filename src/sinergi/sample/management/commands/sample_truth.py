"""``manage sample_truth``: what is really so in the simulated year, as JSON."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sinergi.sample.loading import truth_path


class Command(BaseCommand):
    help = "Menampilkan kebenaran data contoh: pengaruh pelatihan yang sesungguhnya, benih, dan ukuran."

    def handle(self, *args: Any, **options: Any) -> None:
        path = truth_path()
        if not path.is_file():
            raise CommandError("Data contoh belum dimuat.")
        self.stdout.write(path.read_text(encoding="utf-8"))
