"""In whose name a command works."""

from django.core.management.base import CommandError

from accounts.models import User


def acting_user(username: str | None) -> User | None:
    """The person of a command's --user, whose rights then hold; None for the operator of the server.

    Raises:
        CommandError: nobody active bears the name.
    """
    if not username:
        return None
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise CommandError(f"Không có người dùng “{username}”.")
    return user
