"""Zalo Notification Service (DOMAIN 7): POST of a template's values to a phone number."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from gis.db.clock import clock
from notices.adapters import http
from notices.adapters.zns_codes import TOKEN_INVALID, meaning
from notices.composing import zns_values
from notices.models import Message, ZaloToken
from notices.outcomes import Outcome, accepted, down, refused, unknown

_AHEAD = timedelta(minutes=5)
_TOKEN_LIVES_S = 90_000  # 25 hours, where the answer does not say


class _NoToken(Exception):
    """The right to send could not be had; `args[0]` is a short code."""


class Zns:
    """Asks for each message; the access token is shared by all workers and renewed when it ends."""

    def send(self, message: Message) -> Outcome:
        """Hand it to Zalo; that it arrived is told later, by the webhook."""
        template = settings.ZNS_TEMPLATES.get(message.kind)
        values = zns_values(message)
        if not template or values is None:
            return refused("zns_no_template")
        body = {
            "phone": message.contact.address,
            "template_id": template,
            "template_data": values,
            "tracking_id": message.pk.hex,
        }
        try:
            token = _access_token()
            answer = _posted(body, token)
            if answer.get("error") == TOKEN_INVALID:  # ended before its time; a new one is tried once
                answer = _posted(body, _access_token(ended=token))
        except _NoToken as error:
            return down(str(error))
        except http.Unreached as error:
            return unknown(error.code) if error.had_it else down(error.code)
        return _meaning(answer, clock())

    def close(self) -> None:
        """Nothing is held."""


def _posted(body: dict[str, Any], token: str) -> dict[str, Any]:
    return http.post_json(f"{settings.ZNS['url']}/message/template", body, {"access_token": token})


def _meaning(answer: dict[str, Any], now: datetime) -> Outcome:
    try:
        code = int(answer["error"])
    except (KeyError, TypeError, ValueError):
        return unknown("zns_no_code")
    if code:
        return meaning(code, now)
    data = answer.get("data")
    return accepted(str(data.get("msg_id") or "") if isinstance(data, dict) else "")


@transaction.atomic(durable=True)
def _access_token(*, ended: str = "") -> str:
    """The access token; asked for anew when it ends soon, or is the one that is said to have ended.

    The row is locked meanwhile: a refresh token is good once, and two workers would spend it twice.

    Raises:
        _NoToken.
    """
    row = _row()
    now = clock()
    if row.access and row.access != ended and row.expires_at and row.expires_at > now + _AHEAD:
        return row.access
    zns = settings.ZNS
    fields = {"app_id": zns["app_id"], "grant_type": "refresh_token", "refresh_token": row.refresh}
    try:
        got = http.post_form(f"{zns['oauth_url']}/v4/oa/access_token", fields, {"secret_key": zns["app_secret"]})
    except http.Unreached as error:
        raise _NoToken(f"token_{error.code}") from None
    if not got.get("access_token"):
        raise _NoToken("token_refused")
    row.access, row.refresh = str(got["access_token"]), str(got.get("refresh_token") or row.refresh)
    row.expires_at = now + timedelta(seconds=int(got.get("expires_in") or _TOKEN_LIVES_S))
    row.save()
    return row.access


def _row() -> ZaloToken:
    """What came last; begun anew when another refresh token stands in the settings."""
    seed = settings.ZNS["refresh_token"]
    digest = hashlib.sha256(seed.encode()).hexdigest()
    ZaloToken.objects.bulk_create([ZaloToken(pk=1, seed=digest, refresh=seed)], ignore_conflicts=True)
    row = ZaloToken.objects.select_for_update().get(pk=1)
    if row.seed != digest:
        row.seed, row.refresh, row.access, row.expires_at = digest, seed, "", None
    return row
