"""The time zone of the office that a request is for, found out only when a time is shown or a day is asked for."""

from datetime import datetime, timedelta, tzinfo
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone


class OfficeZone(tzinfo):
    """The zone of ``request.office``; that of the installation where there is no office (yet).

    It is active during the whole request, and costs a query only where the office was not asked for anyway: a form
    that is sent and answered with an address needs neither.
    """

    def __init__(self, request: Any) -> None:
        self._request = request

    @cached_property
    def _zone(self) -> tzinfo:
        office = getattr(self._request, "office", None)
        return ZoneInfo(office.time_zone) if office else timezone.get_default_timezone()

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        return self._zone.utcoffset(moment)

    def dst(self, moment: datetime | None) -> timedelta | None:
        return self._zone.dst(moment)

    def tzname(self, moment: datetime | None) -> str | None:
        return self._zone.tzname(moment)

    def fromutc(self, moment: datetime) -> datetime:
        """A moment at the office. It carries the real zone, so nothing that is kept holds on to the request."""
        return self._zone.fromutc(moment.replace(tzinfo=self._zone))

    def __str__(self) -> str:
        """The name that Django hands to the database: ``Asia/Makassar``."""
        return str(self._zone)
