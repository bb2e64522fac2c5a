"""Password hashing at OWASP's minimum for Argon2id: Django's defaults take 100 MiB a sign-in."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class SmallServerArgon2(Argon2PasswordHasher):
    """t=2, m=19 MiB, p=1 (OWASP Password Storage Cheat Sheet)."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
