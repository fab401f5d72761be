"""The files of the project: those that git knows, so that nothing of the machine is read."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def tracked() -> list[Path]:
    """Every file under version control; a copy without git's list fails, since a skip would hide what is looked for."""
    # The tests may run as another user than the one who cloned.
    listed = ["git", "-c", "safe.directory=*", "-C", str(ROOT), "ls-files", "-z"]
    names = subprocess.run(listed, capture_output=True, check=True).stdout.decode().split("\0")
    return [path for name in names if name and (path := ROOT / name).is_file()]
