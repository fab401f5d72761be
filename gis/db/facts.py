"""Facts of data/facts that apps bring into their own tables: a registry, so that one command loads them all.

Apps above the command's own say here what they load; called from `AppConfig.ready()`.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

Loader = Callable[[Path], str]

_loaders: dict[str, Loader] = {}


def declare(name: str, load: Loader) -> None:
    """Have facts loaded by `load_facts`.

    Args:
        name: of the app.
        load: gets the folder of the facts, tells in a line what it loaded; run again it changes nothing.
    """
    _loaders[name] = load


def loaders() -> Iterator[Loader]:
    """All of them, in the order of the apps."""
    return iter(tuple(_loaders.values()))
