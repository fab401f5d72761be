"""An office's file into an empty register, by the command."""

import os
import subprocess
import sys
import time

from bench.registers import Register
from bench.report import Report

_WANTED = {7_500: "20 s", 1_000_000: "1,200 s"}


def measure(register: Register, report: Report) -> None:
    """Seconds and peak memory of `import_plots`."""
    report.say(f"writing the file of {register.count:,} plots")
    file = register.file
    register.create_empty()
    report.say("importing it")
    command = [sys.executable, "manage.py", "import_plots", str(file), "--allow-refused", "--verbosity", "0"]
    began = time.monotonic()
    process = subprocess.Popen(command, env=register.environment(), stdout=sys.stderr)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    took = time.monotonic() - began
    if process.returncode:
        raise RuntimeError(f"import_plots ended with code {process.returncode}")
    register.imported = True
    rows = register.query("SELECT count(*) FROM land_plot")[0][0]
    report.add(register.count, "import", took, "s", _WANTED.get(register.count, ""), f"{rows:,} plots entered")
    report.add(register.count, "import, peak memory", used.ru_maxrss / 1024, "MB", "1,500 MB")
