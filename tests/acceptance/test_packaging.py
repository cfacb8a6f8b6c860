"""What is in the wheel is what is in the checkout, and both are found."""

import hashlib
import subprocess
import sys
import zipfile

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (path,) = out.glob("*.whl")
    return path


def _digests(folder):
    return {
        p.relative_to(folder.parent).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in folder.rglob("*")
        if p.is_file() and "__pycache__" not in p.parts
    }


def test_wheel_carries_policies_and_integrations_unchanged(wheel):
    wanted = {**_digests(ROOT / "policies"), **_digests(ROOT / "integrations")}
    with zipfile.ZipFile(wheel) as archive:
        prefix = "pii_guard/_bundled/"
        have = {
            name.removeprefix(prefix): hashlib.sha256(archive.read(name)).hexdigest()
            for name in archive.namelist()
            if name.startswith(prefix)
        }
    assert have == wanted


def test_wheel_finds_its_data_away_from_the_checkout(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = "from pii_guard.resources import bundled; print(bundled('policies')); from pii_guard import PIIGuard; print(PIIGuard().redact('a.b@example.com', channel='ticket').text)"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "_bundled" in result.stdout
    assert "[EMAIL_1]" in result.stdout


def test_typing_marker_and_console_script(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        entry = next(n for n in names if n.endswith("entry_points.txt"))
        assert b"pii-guard = pii_guard.cli.main:main" in archive.read(entry)
    assert "pii_guard/py.typed" in names


def test_no_machine_paths_or_index_addresses_in_the_repository():
    import re

    wrong = re.compile(r"(?<![\w.])/(?:work|farm|root)/|" + r"py" + r"pi\.org|python" + r"hosted\.org")
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split("\n")
    for name in filter(None, listed):
        path = ROOT / name
        if path.is_file() and path.suffix in {".py", ".md", ".yaml", ".toml", ".txt", ".json", ""}:
            assert not wrong.search(path.read_text(encoding="utf-8", errors="replace")), name
