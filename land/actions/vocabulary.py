"""Counting the words of the register anew: housekeeping, no fact changes."""

from django.db import connection, transaction

# Published plots only: what a slip is mended to must not tell of a plot that nobody may know.
_COUNT = """
INSERT INTO land_searchword (word, n)
SELECT word, ndoc FROM ts_stat($$
  SELECT search_words FROM land_plot WHERE status = 'active' AND publish_level = 'public'
$$) WHERE word ~ '^[a-z]{2,60}$'
"""


@transaction.atomic
def refresh_vocabulary() -> None:
    """Make the vocabulary of the search box anew. Readers see the old one until it is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(4300000000002)")
        if cursor.fetchone()[0]:  # otherwise somebody else is at it
            cursor.execute("DELETE FROM land_searchword")
            cursor.execute(_COUNT)
