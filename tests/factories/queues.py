"""Jobs as workers leave them."""

from typing import Any

from django.db import connection
from procrastinate.contrib.django import app


def execute(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def job(task: str = "imagery.check_scene", status: str = "todo", lock: str | None = None, **args: Any) -> int:
    """A job as a worker would have left it."""
    pk: int = app.configure_task(task, queue="imagery", queueing_lock=lock).defer(**args)
    leave(pk, status)
    return pk


def leave(pk: int, status: str) -> None:
    """Bring a job that waits into a state, by way of those between."""
    if status != "todo":
        execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", pk)
    if status in ("failed", "succeeded"):
        execute("UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status WHERE id = %s", status, pk)


def empty() -> None:
    """Tests with committed rows leave jobs and workers: Django empties only the tables that it made."""
    for table in ("periodic_defers", "jobs", "workers"):
        execute(f"DELETE FROM procrastinate_{table}")
