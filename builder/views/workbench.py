"""/setup/workbench/: formulas and conditions tried on a sample record before they go into an automation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from builder.access import MANAGE
from records.desk import open_objects
from web.access import requires


@requires(MANAGE)
@require_safe
def workbench(request: HttpRequest) -> HttpResponse:
    """What is tried stands in the address after "#", which browsers keep to themselves."""
    objects = [{"api_name": obj.api_name, "label": obj.label} for obj in open_objects(request.user)]
    return render(request, "builder/workbench.html", {"objects": objects})
