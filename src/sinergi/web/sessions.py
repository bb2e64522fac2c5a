"""Sessions in the database, as Django keeps them; the one of a request is found by a kept query."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from sinergi.kept import Kept, Slot

_valid = Kept(lambda: Session.objects.filter(session_key=Slot("key"), expire_date__gt=Slot("now")))


class SessionStore(db.SessionStore):
    """`django.contrib.sessions.backends.db`, whose SQL was written anew on every page of who has signed in."""

    def _get_session_from_db(self) -> Session | None:
        """The session of this key, or None (then the key is forgotten) when there is none or it has ended."""
        found = _valid.first(key=self.session_key, now=timezone.now()) if self.session_key else None
        if found is None:
            self._session_key = None
        return found
