"""The documentation is under test: what it names exists, and what exists is named."""

import re
import subprocess
import sys

import pytest

from pii_guard import errors
from pii_guard.cli.exits import ACTIONS, ERRORS
from pii_guard.cli.main import app
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
CLI = (ROOT / "docs/reference/cli.md").read_text(encoding="utf-8")


def test_readme_has_exactly_two_set_up_commands_on_its_first_screen():
    first = README.split("```")[1]
    commands = [line for line in first.splitlines() if line.strip() and not line.startswith("#")]
    assert len(commands) == 2
    assert commands[1] == ".ci/test"
    assert ".ci/test" in (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert README.index("```") < 1500


def test_readme_python_runs():
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert blocks
    for block in blocks:
        result = subprocess.run([sys.executable, "-c", block], capture_output=True, text=True, cwd=ROOT)
        assert result.returncode == 0, result.stderr
        assert "Action.ALLOW" not in result.stdout
        assert "[EMAIL_1]" in result.stdout


def test_every_command_has_its_line():
    names = {c.name or c.callback.__name__ for c in app.registered_commands}
    names |= {
        f"{g.name} {c.name or c.callback.__name__}"
        for g in app.registered_groups
        for c in g.typer_instance.registered_commands
    }
    for name in names:
        assert re.search(rf"^\| `{name}[ `]", CLI, re.MULTILINE), (
            f"docs/reference/cli.md does not name {name}"
        )


def test_every_exit_code_is_in_the_table():
    for code in {*ACTIONS.values(), *ERRORS.values()}:
        assert re.search(rf"^\| [0-9, ]*\b{code}\b", CLI, re.MULTILINE), code


def test_every_error_code_has_its_line():
    page = (ROOT / "docs/reference/errors.md").read_text(encoding="utf-8")
    for name in dir(errors):
        kind = getattr(errors, name)
        if isinstance(kind, type) and issubclass(kind, errors.PIIGuardError):
            assert f"| `{kind.code}` | `{name}` | {ERRORS[kind]} |" in page


@pytest.mark.parametrize(
    "page",
    [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md", ROOT / "integrations/README.md"],
    ids=lambda p: p.name,
)
def test_links_lead_somewhere(page):
    text = re.sub(r"`[^`\n]*`", "", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_policy_key_is_described():
    page = (ROOT / "docs/how-to/write-a-policy.md").read_text(encoding="utf-8")
    from pii_guard.policy.channel import Rule
    from pii_guard.policy.loader import ChannelFile

    for key in {*Rule.model_fields, *ChannelFile.model_fields}:
        assert f"`{key}`" in page, f"write-a-policy.md does not describe {key}"


def test_every_recognizer_key_is_described():
    page = (ROOT / "docs/how-to/add-a-recognizer.md").read_text(encoding="utf-8")
    from pii_guard.detect.packs import Pattern, Recognizer

    for key in {*Recognizer.model_fields, *Pattern.model_fields}:
        assert f"`{key}" in page or f"{key}:" in page, f"add-a-recognizer.md does not describe {key}"
