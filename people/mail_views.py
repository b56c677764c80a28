"""Setup page of mail: what the environment says, and a test message."""

from django.conf import settings
from django.contrib import messages
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from web.access import requires

SET_UP = "stagecraft_people.customize_application"


@requires(SET_UP)
@require_http_methods(["GET", "POST"])
def mail(request: HttpRequest) -> HttpResponse:
    """GET shows how mail is sent; POST sends one to the person who asks."""
    if request.method == "POST":
        _send_test(request)
        return redirect("people:setup_mail")
    backend = settings.EMAIL_BACKEND.split(".")[-2]
    context = {
        "backend": backend,
        "host": f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}" if backend == "smtp" else "",
        "folder": getattr(settings, "EMAIL_FILE_PATH", "") or "",
        "sender": settings.DEFAULT_FROM_EMAIL,
        "site_url": getattr(settings, "SITE_URL", ""),
    }
    return render(request, "people/mail.html", context)


def _send_test(request: HttpRequest) -> None:
    address = getattr(request.user, "email", "")
    if not address:
        messages.error(request, _("You have no email address. Add one to your own person first."))
        return
    try:
        send_mail(
            _("Stagecraft: a test message"), _("Mail from this site reaches you."), None, [address], fail_silently=False
        )
    except Exception as error:  # whatever a mail server or a backend of the host project raises, the page says it
        messages.error(request, _("The message was not sent: %(reason)s") % {"reason": error})
    else:
        messages.success(request, _("A test message is on its way to %(address)s.") % {"address": address})
