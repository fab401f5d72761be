"""An office's file into an empty register, by the command."""

from bench.registers import Register
from bench.report import Report

_WANTED = {7_500: "20 s", 1_000_000: "1,200 s"}


def measure(register: Register, report: Report) -> None:
    """Seconds and peak memory of `import_plots`."""
    report.say(f"writing the file of {register.count:,} plots")
    file = register.file
    register.create_empty()
    report.say("importing it")
    took, peak_mb = register.measured("import_plots", str(file), "--allow-refused", "--verbosity", "0")
    register.imported = True
    rows = register.query("SELECT count(*) FROM land_plot")[0][0]
    report.add(register.count, "import", took, "s", _WANTED.get(register.count, ""), f"{rows:,} plots entered")
    report.add(register.count, "import, peak memory", peak_mb, "MB", "1,500 MB")
