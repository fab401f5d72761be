"""The walls of the house: how long a file and a function may be (ARCHITECTURE)."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tracked import ROOT, tracked

CODE = {".py", ".js", ".mjs", ".css", ".html", ".sql", ".sh"}
FILE, FILE_OF_TESTS, FUNCTION = 400, 500, 50


def written() -> list[Path]:
    """Code that people write: also the benchmark, the pictures and the commands; migrations are made by Django."""
    return [path for path in tracked() if is_code(path) and "migrations" not in path.parts]


def is_code(path: Path) -> bool:
    return path.suffix in CODE or path.relative_to(ROOT).parts[0] in {"script", ".ci"}


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or 0) - node.lineno + 1


def test_every_folder_is_looked_at():
    folders = {path.relative_to(ROOT).parts[0] for path in written()}
    assert {"bench", "screenshots", "script", "gis", "land", "portal", "static", "tests"} <= folders


def test_files_stay_short():
    most = {path: FILE_OF_TESTS if path.relative_to(ROOT).parts[0] == "tests" else FILE for path in written()}
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in most}
    assert {str(path.relative_to(ROOT)): lines for path, lines in lengths.items() if lines > most[path]} == {}


def test_functions_stay_short():
    found = {
        f"{path.relative_to(ROOT)}:{name}": lines
        for path in written()
        if path.suffix == ".py"
        for name, lines in functions(path)
        if lines > FUNCTION
    }
    assert found == {}
