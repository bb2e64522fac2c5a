"""Arithmetic of the satisfaction survey: pure, exact, without Django, clock or database."""
