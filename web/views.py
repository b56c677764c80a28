"""Pages of the web room."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What needs this person now. The panels are other rooms' fragments, loaded by htmx."""
    return render(request, "web/home.html")
