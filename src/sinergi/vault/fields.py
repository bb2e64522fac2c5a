"""Model fields whose column holds only ciphertext.

The model must have a UUID primary key that exists before the insert: it is part of what the ciphertext is
bound to. `QuerySet.update` with plain text is refused, because it does not know the row.
"""

from typing import Any

import msgspec
from django.db import models

from sinergi.vault.sealing import seal, unseal


class _Opener:
    """Reads: opens the ciphertext at first access, so that lists that do not show the value never pay for it."""

    def __init__(self, field: "SealedField") -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: type[models.Model]) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        if name not in instance.__dict__:
            instance.refresh_from_db(fields=[name])
        value = instance.__dict__[name]
        if isinstance(value, (bytes, memoryview)):
            value = self.field.decode(unseal(bytes(value), bound_to=self.field.bound_to(instance)))
            instance.__dict__[name] = value
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedField(models.Field):  # type: ignore[type-arg]  # the class has no parameters at run time
    """Base of the encrypted fields; column type ``bytea``."""

    def db_type(self, connection: Any) -> str:
        return "bytea"

    def get_internal_type(self) -> str:
        return "BinaryField"

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _Opener(self))

    def bound_to(self, instance: models.Model) -> list[bytes]:
        """Table, column and row: what a ciphertext is tied to."""
        table = instance._meta.db_table
        return [table.encode(), str(self.column).encode(), instance.pk.bytes]

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, (bytes, memoryview)):
            return value
        return seal(self.encode(value), bound_to=self.bound_to(model_instance))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is not None and not isinstance(value, (bytes, memoryview)):
            raise TypeError(f"{self.name}: sealed fields are written through an instance, never by update()")
        return value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise TypeError(f"{self.name} is encrypted and cannot be searched; use its blind index")
        return super().get_lookup(lookup_name)

    def encode(self, value: Any) -> bytes:
        raise NotImplementedError

    def decode(self, plain: bytes) -> Any:
        raise NotImplementedError


class SealedTextField(SealedField):
    """Encrypted text (str or None)."""

    def encode(self, value: Any) -> bytes:
        return str(value).encode()

    def decode(self, plain: bytes) -> str:
        return plain.decode()


class SealedJSONField(SealedField):
    """Encrypted JSON value (dict, list, ...)."""

    def encode(self, value: Any) -> bytes:
        return msgspec.json.encode(value)

    def decode(self, plain: bytes) -> Any:
        return msgspec.json.decode(plain)
