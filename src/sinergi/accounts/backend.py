"""Who is signed in: asked on every page of the office, so in one query that is compiled once."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from sinergi.accounts.models import User
from sinergi.kept import Kept, Slot

_by_id = Kept(lambda: User.objects.select_related("office__calendar").filter(pk=Slot("id")))


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """allauth's way to sign in; the person comes with office and calendar."""

    def get_user(self, user_id: Any) -> User | None:
        """The person of a session, or None when the account is gone or disabled."""
        user = _by_id.first(id=user_id)
        return user if user and self.user_can_authenticate(user) else None
