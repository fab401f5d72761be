"""Arguments that several commands read."""

from django.core.management.base import CommandError

from land.loading.places import Places


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
