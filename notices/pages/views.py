"""Where the links of messages lead: to confirm, to stop, and to what one is subscribed to.

A GET only shows a button: programs that look for dangerous mail follow every link.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from land.pages.desk import signed_in
from notices import actions, reading
from notices.models import Contact

View = Callable[..., HttpResponse]
page_with_a_button = require_http_methods(["GET", "HEAD", "POST"])


def _private(view: View) -> View:
    """Kept by no cache and found by no search: whoever has the address has the right."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


def _shown(request: HttpRequest, contact: Contact, template: str, **more: Any) -> HttpResponse:
    """A page in the contact's language, unless the reader has chosen one on this site."""
    chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    with translation.override(translation.get_language() if chosen else contact.language):
        return render(request, template, {"contact": contact, **more})


@_private
@page_with_a_button
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm an address."""
    if request.method != "POST":
        return _shown(request, reading.contact_to_confirm(token), "notices/confirm.html", done=False)
    contact = actions.confirm(actor=request.user, token=token, now=timezone.localtime())
    return _shown(request, contact, "notices/confirm.html", done=True)


@csrf_exempt  # RFC 8058: the reader's mail provider posts, without a cookie; the link itself is the right to stop
@_private
@page_with_a_button
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop all messages to an address."""
    if request.method != "POST":
        return _shown(request, reading.contact_to_stop(token), "notices/stop.html", done=False)
    reason = "one_click" if request.POST.get("List-Unsubscribe") == "One-Click" else "page"
    contact = actions.stop(actor=request.user, token=token, now=timezone.localtime(), reason=reason)
    return _shown(request, contact, "notices/stop.html", done=True)


@_private
@page_with_a_button
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """What an address is subscribed to, by the link of a message."""
    contact = reading.contact_of_owner(token)
    if request.method == "POST":
        _act(request, [contact])
        return redirect("notices:mine", token)
    return _shown(request, contact, "notices/mine.html", held=reading.with_subscriptions([contact]))


@_private
@signed_in
@page_with_a_button
def mine_signed_in(request: HttpRequest) -> HttpResponse:
    """What one's own addresses are subscribed to."""
    contacts = reading.contacts_of(request.user)
    if request.method == "POST":
        _act(request, contacts)
        return redirect("notices:mine-signed-in")
    return render(request, "notices/mine.html", {"held": reading.with_subscriptions(contacts)})


def _act(request: HttpRequest, contacts: list[Contact]) -> None:
    """End one subscription, or stop one address, of those that are the reader's."""
    sent = request.POST
    contact = next((one for one in contacts if str(one.pk) == sent.get("contact")), None)
    if contact is None:
        raise Http404
    now = timezone.localtime()
    if "stop" in sent:
        actions.stop_contact(actor=request.user, contact_id=contact.pk, now=now, reason="page")
        messages.success(request, _("Đã dừng mọi tin tới địa chỉ này."))
        return
    source, key = sent.get("source", ""), sent.get("key", "")
    actions.end_subscription(actor=request.user, contact=contact, source=source, key=key, now=now)
    messages.success(request, _("Đã hủy đăng ký."))
