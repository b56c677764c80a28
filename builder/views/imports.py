"""/automations/import/: upload of metadata files, and the report."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from builder.access import MANAGE
from builder.imports.report import ImportReport
from builder.imports.run import import_files
from builder.imports.sources import LARGEST_UPLOAD, SourceFile, from_upload
from builder.kinds import KIND_ICONS, KIND_LABELS
from builder.models import Flow
from web.access import requires

CHOICES = ("", "active", "all")


@requires(MANAGE)
@require_http_methods(["GET", "POST"])
def import_page(request: HttpRequest) -> HttpResponse:
    context: dict[str, object] = {"activate": "", "limit_mb": LARGEST_UPLOAD // (1024 * 1024)}
    if request.method == "GET":
        return render(request, "builder/import.html", context)
    activate = request.POST.get("activate", "")
    context["activate"] = activate = activate if activate in CHOICES else ""
    uploads = request.FILES.getlist("files")
    error = _wrong(uploads)
    if error:
        return render(request, "builder/import.html", {**context, "error": error}, status=422)
    files: list[SourceFile] = []
    for upload in uploads:
        files.extend(from_upload(upload.name or "", upload.read()))
    report = import_files(files, by=request.user, activate=activate)
    return render(request, "builder/import_report.html", _report_context(report))


def _report_context(report: ImportReport) -> dict[str, Any]:
    """rows: files with something to say, the worst first; smooth: the others."""
    names = [file.api_name for file in report.files]
    here = set(Flow.objects.filter(api_name__in=names).values_list("api_name", flat=True))
    rows: list[dict[str, Any]] = []
    smooth: list[dict[str, Any]] = []
    for file in sorted(report.files, key=lambda one: (one.status != "rejected", not one.errors, not one.warnings)):
        row = {
            "file": file,
            "problems": [one for one in file.problems if one.code != "feature_kept"],  # its features stand below them
            "kind_label": KIND_LABELS.get(file.kind, ""),
            "icon": KIND_ICONS.get(file.kind, "file-earmark-code"),
            "is_flow": file.kind not in ("object", "field") and file.api_name in here,
        }
        (rows if file.problems or file.unsupported else smooth).append(row)
    return {"report": report, "totals": report.totals, "rows": rows, "smooth": smooth}


def _wrong(uploads: list) -> str:
    if not uploads:
        return _("Choose one or more files first.")
    if sum(upload.size for upload in uploads) > LARGEST_UPLOAD:
        limit = LARGEST_UPLOAD // (1024 * 1024)
        return _("The files are larger than %(limit)s MB together.") % {"limit": limit}
    return ""
