"""The house: imports only go down, heavy parts have one door, and the root is light."""

import ast
import subprocess
import sys

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "pii_guard"
HEAVY = (
    "spacy",
    "presidio_analyzer",
    "presidio_anonymizer",
    "sqlmodel",
    "sqlalchemy",
    "typer",
    "rich",
    "pydantic",
    "yaml",
    "re2",
)


def test_contracts_hold():
    result = subprocess.run(
        ["lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True, env=_environment()
    )
    assert result.returncode == 0, result.stdout[-3000:]


def test_contracts_catch_a_planted_breach(tmp_path):
    """The harness must fail on a floor that is broken, or its green means nothing."""
    import shutil

    shutil.copytree(PACKAGE, tmp_path / "pii_guard")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    planted = tmp_path / "pii_guard" / "detect" / "planted.py"
    planted.write_text("from pii_guard.messages import types\nimport cryptography\n")
    environment = {**_environment(), "PYTHONPATH": str(tmp_path)}
    result = subprocess.run(
        ["lint-imports", "--no-cache"], cwd=tmp_path, capture_output=True, text=True, env=environment
    )
    assert result.returncode != 0
    assert "pii_guard.detect.planted" in result.stdout


def _environment():
    import os
    from pathlib import Path

    return {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


def _loaded_by(code):
    check = f"import sys\n{code}\nprint(*sorted(m for m in sys.modules if m in {HEAVY!r}))"
    result = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(result.stdout.split())


def test_root_loads_nothing_heavy():
    assert _loaded_by("import pii_guard") == set()


def test_checking_a_draft_loads_neither_presidio_nor_sql():
    loaded = _loaded_by("from pii_guard import PIIGuard\nPIIGuard().check('Hello', channel='email')")
    assert loaded.isdisjoint(
        {"spacy", "presidio_analyzer", "presidio_anonymizer", "sqlmodel", "sqlalchemy", "typer", "rich"}
    )


def _modules():
    return sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", _modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_size(path):
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= 400, "split the file"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno + 1 <= 60, f"{node.name} does not fit on a screen"


def test_nine_in_ten_functions_are_short():
    sizes = [
        node.end_lineno - node.lineno + 1
        for path in _modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert sum(size <= 25 for size in sizes) / len(sizes) >= 0.9
