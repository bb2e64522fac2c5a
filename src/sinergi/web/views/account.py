"""Where people go after signing in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sinergi.web.menu import rail_for


@login_required
def after_login(request: HttpRequest) -> HttpResponse:
    """The first entry of the person's own menu, or the home page for a citizen."""
    entries = rail_for(request.user)
    return redirect(entries[0].url if entries else "web:home")
