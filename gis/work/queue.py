"""procrastinate on Django's connection, in web processes and in workers alike."""

from functools import lru_cache

from procrastinate import App
from procrastinate.contrib.django.django_connector import DjangoConnector


@lru_cache(maxsize=1)
def on_own_connection() -> App:
    """An app that orders jobs, by the names of their tasks, in the caller's transaction.

    A worker gives procrastinate's own app a pool of connections, and what it orders there is seen at once: another
    worker would come before the rows that it is to work on, and an order would stand whose transaction failed.
    """
    return App(connector=DjangoConnector(alias="default"))
