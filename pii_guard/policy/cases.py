"""Unit tests of policies: `policies/cases/*.yaml`, drafts with the verdict that a policy must give.

A case's `input` is a line of `check --jsonl` without its id, so that it can be tried on the command line as
it stands. This module reads and compares; whoever runs cases brings the check function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from pydantic import Field

from pii_guard.errors import PolicyError
from pii_guard.policy.channel import Act, _Model
from pii_guard.resources import bundled, load_model

if TYPE_CHECKING:
    from pathlib import Path


class Case(_Model):
    """One case.

    Attributes:
        id: Name, unique among all files.
        input: A line of `check --jsonl`, without id.
        action: What the verdict must be.
        reasons: Codes that must be among the reasons.
        without: Strings that must not be in the safe text.
        keeps: Strings that must be in it.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    input: dict[str, Any]
    action: Act
    reasons: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()


class CasesFile(_Model):
    """One file of cases."""

    cases: tuple[Case, ...]


class Checked(Protocol):
    """What a check function gives back; `Verdict` is one."""

    @property
    def action(self) -> str:
        """What may be done."""
        ...

    @property
    def reasons(self) -> tuple[Any, ...]:
        """Why; each has a `code`."""
        ...

    @property
    def safe_text(self) -> str | None:
        """What may be posted."""
        ...


Check = Callable[[dict[str, Any]], Checked]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a case went.

    Attributes:
        id: The case's.
        wrong: What was not as it must be; empty if all was. Holds codes and counts, never text of the draft.
    """

    id: str
    wrong: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether all was as it must be."""
        return not self.wrong


def load_cases(folder: Path | None = None) -> tuple[Case, ...]:
    """Read the bundled cases, or those of a folder laid out as `policies/`.

    Raises:
        PolicyError: A file is wrong, or two cases have one id.
    """
    root = (folder if folder is not None else bundled("policies")) / "cases"
    cases: dict[str, Case] = {}
    for path in sorted(root.glob("*.yaml")):
        for case in load_model(path, CasesFile).cases:
            if case.id in cases:
                raise PolicyError(f"{path.name}: there are two cases {case.id!r}")
            cases[case.id] = case
    return tuple(cases.values())


def run_cases(cases: Iterable[Case], check: Check) -> list[Outcome]:
    """Run cases.

    Args:
        cases: The cases.
        check: Takes a line of `check --jsonl` and returns the verdict.
    """
    return [Outcome(case.id, tuple(_wrong(case, check({"id": case.id, **case.input})))) for case in cases]


def _wrong(case: Case, verdict: Checked) -> list[str]:
    wrong: list[str] = []
    if verdict.action != case.action:
        wrong.append(f"action is {verdict.action}, must be {case.action}")
    codes = {reason.code for reason in verdict.reasons}
    wrong += [f"reason {code} is missing" for code in case.reasons if code not in codes]
    posted = verdict.safe_text or ""
    leaked = sum(text in posted for text in case.without)
    lost = sum(text not in posted for text in case.keeps)
    if leaked:
        wrong.append(f"{leaked} of {len(case.without)} values are in the safe text")
    if lost:
        wrong.append(f"{lost} of {len(case.keeps)} passages are missing from the safe text")
    return wrong
