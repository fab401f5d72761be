"""Arguments that several commands read."""

from argparse import ArgumentTypeError
from datetime import date

from django.core.management.base import CommandError

from accounts.models import User
from gis.text.dates import parse_day
from gis.text.errors import TextError
from land.loading.places import Places


def day(text: str) -> date:
    """A day as offices write it.

    Raises:
        ArgumentTypeError: it is none.
    """
    try:
        return parse_day(text)
    except TextError as error:
        raise ArgumentTypeError(error.message("vi")) from error


def person(name: str | None) -> User | None:
    """Who acts; None is the system.

    Raises:
        CommandError: nobody has this name.
    """
    if not name:
        return None
    user = User.objects.filter(username=name, is_active=True).first()
    if user is None:
        raise CommandError(f"Không có người dùng “{name}”.")
    return user


def unit(places: Places, text: str) -> str:
    """The key of a unit that is named by key, code or name; the old one where the name is old.

    Raises:
        CommandError: nothing, or several, have this name.
    """
    match = places.unit(text)
    if match.choices:
        raise CommandError(f"“{text}” có thể là: {', '.join(match.choices)}. Hãy ghi khóa của đơn vị.")
    if not (match.uid or match.at_record):
        raise CommandError(f"Không có đơn vị “{text}”.")
    return str(match.at_record or match.uid)
