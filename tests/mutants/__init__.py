"""Does each test that guards a race, an access rule or a secret have power? See `tests.mutants.__main__`."""
