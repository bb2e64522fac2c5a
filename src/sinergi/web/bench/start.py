"""(g) Cold start: from nothing to the first good answer of the server with two workers."""

from sinergi.web.bench.figures import Figure, at_most
from sinergi.web.bench.ground import Ground

MOST_CPU = 2.0  # seconds


def measure(ground: Ground, *, rounds: int) -> list[Figure]:
    """CPU of all processes of the server, and wall time; database running, byte code compiled."""
    cpu, wall = [], []
    for _ in range(rounds + 1):
        with ground.sinergi() as server:
            cpu.append(server.cpu)
            wall.append(server.wall)
    # The first start warms the file cache.
    return [
        Figure("g", "mulai dingin: CPU semua proses", tuple(cpu[1:]), "detik", at_most(MOST_CPU)),
        Figure("g", "mulai dingin: waktu sampai jawaban pertama", tuple(wall[1:]), "detik"),
    ]
