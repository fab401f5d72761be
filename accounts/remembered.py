"""Passwords of programs that were right a moment ago.

QGIS sends name and password with each of a hundred tiles, and a password's hash is made to be slow. What was right is
remembered for a minute in this process, as a MAC under a key that dies with it. The MAC covers the stored hash, so a
changed password is forgotten at once; and the person is looked up anew each time, so one who was switched off is out
and roles are those of now.
"""

import hmac
import secrets
from threading import Lock
from time import monotonic

from accounts.models import User

SECONDS = 60.0
MOST = 1000
_KEY = secrets.token_bytes(32)
_until: dict[bytes, float] = {}
_lock = Lock()


def person_of(name: str, password: str) -> User | None:
    """The active person of this name, if this password was right within the last minute."""
    person = User.objects.filter(username=name, is_active=True).first()
    if person is None or _until.get(_mark(person, password), 0.0) <= monotonic():
        return None
    return person


def remember(person: User, password: str) -> None:
    """Keep for a minute that this password is right."""
    now = monotonic()
    with _lock:
        for mark in [mark for mark, end in _until.items() if end <= now]:
            del _until[mark]
        while len(_until) >= MOST:
            del _until[next(iter(_until))]  # the oldest
        _until[_mark(person, password)] = now + SECONDS


def _mark(person: User, password: str) -> bytes:
    return hmac.digest(_KEY, f"{person.pk}\0{person.password}\0{password}".encode(), "sha256")
