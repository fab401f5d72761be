"""Numbers from a counter that locks."""

from django.db import connection


def take_numbers(series: str, count: int = 1) -> range:
    """The next numbers of a series, gapless but for rolled-back transactions.

    The row lock lasts until the transaction ends, so two clerks never get one number.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO gis_db_numberseries (name, last) VALUES (%s, %s) "
            "ON CONFLICT (name) DO UPDATE SET last = gis_db_numberseries.last + excluded.last RETURNING last",
            [series, count],
        )
        last: int = cursor.fetchone()[0]
    return range(last - count + 1, last + 1)
