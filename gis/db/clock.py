"""The database's clock."""

from datetime import datetime

from django.db import connection


def clock() -> datetime:
    """The time of the database, later at every call: two acts in one transaction must not share an instant."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment
