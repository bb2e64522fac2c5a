"""A site of three pages: `sinergi serve` and its processes are tested without the rooms."""
