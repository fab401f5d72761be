"""Waiting for a page."""

import time
from collections.abc import Callable

PATIENCE_S = 60.0


def wait(condition: Callable[[], object], what: str) -> None:
    """Poll: under the strict Content-Security-Policy the browser's own waiting hangs."""
    end = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {PATIENCE_S:.0f} s in vain for {what}")
        time.sleep(0.2)
