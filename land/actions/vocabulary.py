"""Counting the words of the register anew: housekeeping, no fact changes."""

from django.db import connection, transaction

# Every plot is read once: the levels are counted apart and laid side by side.
_COUNT = """
INSERT INTO land_searchword (word, public, internal, restricted)
SELECT word, sum(public), sum(internal), sum(restricted)
FROM (
  SELECT word, ndoc AS public, 0 AS internal, 0 AS restricted FROM ts_stat($$
    SELECT search_words FROM land_plot WHERE status = 'active' AND publish_level = 'public'
  $$)
  UNION ALL
  SELECT word, 0, ndoc, 0 FROM ts_stat($$
    SELECT search_words FROM land_plot WHERE status = 'active' AND publish_level = 'internal'
  $$)
  UNION ALL
  SELECT word, 0, 0, ndoc FROM ts_stat($$
    SELECT search_words FROM land_plot WHERE status = 'active' AND publish_level = 'restricted'
  $$)
) AS counted
WHERE word ~ '^[a-z]{2,60}$' GROUP BY word
"""


@transaction.atomic
def refresh_vocabulary() -> None:
    """Make the vocabulary of the search box anew. Readers see the old one until it is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(4300000000002)")
        if cursor.fetchone()[0]:  # otherwise somebody else is at it
            cursor.execute("DELETE FROM land_searchword")
            cursor.execute(_COUNT)
