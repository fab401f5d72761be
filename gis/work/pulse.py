"""The heartbeat of a run."""

import logging
from threading import Event, Thread
from types import TracebackType
from typing import Self

from django.db import connection

from gis.work import runs
from gis.work.models import Work

log = logging.getLogger(__name__)
_BEAT_S = 1.0


class Pulse:
    """Tells every second that this run is alive and how far it is, over a connection of its own.

    The work is one transaction, in which nobody else would see a progress; and a long statement reports none.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self._now: tuple[str, int, int] = ("", 0, -1)
        self._lost = False
        self._stop = Event()
        self._thread = Thread(target=self._beat, name=f"pulse-{work.pk}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def progress(self, step: str, done: int, total: int) -> None:
        """What the work calls.

        Raises:
            RunSuperseded: a person abandoned it, or another worker has it.
        """
        self._now = (step, done, total)
        if self._lost:
            raise runs.RunSuperseded(str(self._work.pk))

    def _beat(self) -> None:
        try:
            while not self._lost:
                self._lost = not runs.beat(type(self._work), self._work.pk, self._work.run, *self._now)
                if self._stop.wait(_BEAT_S):
                    return
        except Exception:
            log.exception("%s %s: no heartbeat", type(self._work).__name__, self._work.pk)
        finally:
            connection.close()
