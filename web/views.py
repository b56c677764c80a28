"""Pages of the web room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from web.access import requires, signed_in
from web.navigation import url_or_none
from web.statuses import LOOKS

MANAGES = "stagecraft_people.manage_runs"


@signed_in
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What needs this person now. The panels are fragments of the rooms above, loaded by htmx."""
    panels = {
        "work": url_or_none("workitems:home_panel"),
        "startable": url_or_none("runs:startable_panel"),
        "records": url_or_none("records:home_panel"),
        "runs": url_or_none("runs:home_panel") if request.user.has_perm(MANAGES) else None,
    }
    return render(request, "web/home.html", {"panels": panels})


@requires("stagecraft_people.customize_application")
@require_GET
def style_guide(request: HttpRequest) -> HttpResponse:
    """The parts pages are built of, in both themes."""
    problems = [
        {
            "code": "no_assignee",
            "severity": "error",
            "path": "elements/Review/steps/Ask",
            "message": "Nobody is asked.",
        },
        {"code": "unused_variable", "severity": "warning", "path": "variables/x", "message": "x is never used."},
    ]
    return render(
        request, "web/style.html", {"statuses": list(LOOKS), "themes": ("light", "dark"), "problems": problems}
    )
