"""Looking up and issuing API tokens."""

import hashlib
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import ApiToken, User, new_token
from audit.actions import Entry, record


def digest_of(secret: str) -> str:
    """What is stored of a token; tokens have 256 random bits, so a fast hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def user_of_token(secret: str) -> User | None:
    """The active owner of an unexpired token."""
    current = ApiToken.objects.select_related("user").filter(expires_at__gt=Now(), user__is_active=True)
    token = current.filter(digest=digest_of(secret)).first()
    if token is None:
        return None
    today = timezone.localdate()
    if token.last_used_on != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
    return token.user


@transaction.atomic
def issue_token(*, actor: User, label: str, now: datetime, days: int = 180) -> str:
    """A new token of the actor's own; the secret is returned once and never again."""
    secret = new_token()
    token = ApiToken.objects.create(
        user=actor,
        label=label,
        digest=digest_of(secret),
        expires_at=now + timedelta(days=days),
    )
    _record(actor, "token.issued", token, {"expires_at": token.expires_at})
    return secret


@transaction.atomic
def revoke_token(*, actor: User, pk: int) -> bool:
    """End a token of the actor's own; False when there is no such token of theirs."""
    token = ApiToken.objects.select_for_update().filter(pk=pk, user=actor).first()
    if token is None:
        return False
    _record(actor, "token.revoked", token, None)
    token.delete()
    return True


@transaction.atomic
def revoke_tokens_of(*, person: User, reason: str) -> int:
    """End every token of a person: the system's own act, so no policy is asked. Returns how many there were."""
    tokens = list(ApiToken.objects.select_for_update().filter(user=person).order_by("pk"))
    entries = [Entry("token.revoked", "token", str(token.pk), token.label, reason=reason) for token in tokens]
    record(actor=None, entries=entries)
    ApiToken.objects.filter(pk__in=[token.pk for token in tokens]).delete()
    return len(tokens)


def _record(actor: User, verb: str, token: ApiToken, after: dict[str, datetime] | None) -> None:
    record(actor=actor, entries=[Entry(verb, "token", str(token.pk), token.label, after=after)])
