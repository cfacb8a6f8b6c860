"""`pii-guard policy`: show, lint, test and simulate policies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pii_guard.cli.exits import ERRORS
from pii_guard.cli.io import decode, guarded, out, say
from pii_guard.errors import BadInputError, MissingPartError, PIIGuardError, PolicyError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pii_guard.policy.channel import ChannelPolicy, Rule

app = typer.Typer(help="Show, lint, test and simulate policies.", no_args_is_help=True)

Policies = Annotated[
    Path | None, typer.Option("--policies", envvar="PII_GUARD_POLICIES", help="Folder of your own policies.")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object instead of text.")]


def _guard(policies: Path | None) -> Any:
    from pii_guard.guard import PIIGuard  # noqa: PLC0415 - start-up time

    return PIIGuard(policies=policies)


@app.command()
@guarded
def show(
    channel: Annotated[str | None, typer.Argument(help="A channel; all of them when absent.")] = None,
    as_json: Json = False,
    policies: Policies = None,
) -> None:
    """List the channels, or the rules of one in the order in which they are tried."""
    loaded = _guard(policies).policies
    if channel is None:
        rows = [{"id": p.id, "title": p.title, "digest": p.digest} for p in map(loaded.channel, loaded.ids())]
        out(_dumped(rows) if as_json else "".join(f"{row['id']:16} {row['title']}\n" for row in rows))
        return
    policy = loaded.channel(channel)
    if as_json:
        out(_dumped({"id": policy.id, "digest": policy.digest, "rules": [_plain(r) for r in policy.rules]}))
    else:
        out(_page(policy))


@app.command()
@guarded
def lint(as_json: Json = False, policies: Policies = None) -> None:
    """Check every policy, recognizer and language file; exit code 78 when something is odd."""
    problems = _guard(policies).lint()
    out(_dumped(problems) if as_json else "".join(f"{problem}\n" for problem in problems))
    if problems:
        raise typer.Exit(ERRORS[PolicyError])
    say("policies are in order")


@app.command(name="test")
@guarded
def run_cases(as_json: Json = False, policies: Policies = None) -> None:
    """Run the policies' own cases; exit code 78 when one fails."""
    outcomes = _guard(policies).test_policies()
    failed = [outcome for outcome in outcomes if not outcome.passed]
    if as_json:
        out(_dumped({"passed": len(outcomes) - len(failed), "failed": {o.id: o.wrong for o in failed}}))
    for outcome in failed:
        say(f"{outcome.id}: {'; '.join(outcome.wrong)}")
    say(f"{len(outcomes) - len(failed)} passed, {len(failed)} failed")
    if failed:
        raise typer.Exit(ERRORS[PolicyError])


@app.command()
@guarded
def simulate(
    channel: Annotated[str, typer.Option("--channel", "-c", help="The channel whose policy is tried.")],
    history: Annotated[
        Path, typer.Option("--on", help="JSON Lines file of recorded drafts (`check --jsonl` lines).")
    ],
    as_json: Json = False,
    policies: Policies = None,
) -> None:
    """Count what a policy would have done with recorded drafts: counts only, no text."""
    result = _guard(policies).simulate(channel, _rows(history))
    if as_json:
        out(_dumped(result.to_dict()))
        return
    from pii_guard.cli import render  # noqa: PLC0415 - start-up time

    render.counts(f"{channel}: {result.messages} drafts", [*result.actions.items(), *result.reasons.items()])


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(file, start=1):
                if raw.strip():
                    yield _row(raw, number, path.name)
    except OSError:
        raise MissingPartError(
            f"{path.name} cannot be read", hint="Give a readable JSON Lines file."
        ) from None


def _row(raw: bytes, number: int, name: str) -> dict[str, Any]:
    try:
        row = json.loads(decode(raw, name))
    except (ValueError, RecursionError):
        raise BadInputError(f"{name}: not JSON", line=number) from None
    except PIIGuardError as error:
        raise BadInputError(error.message, line=number) from None
    if not isinstance(row, dict):
        raise BadInputError(f"{name}: not an object", line=number)
    return row


def _dumped(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _plain(rule: Rule) -> dict[str, Any]:
    return rule.model_dump(exclude_defaults=True)


def _page(policy: ChannelPolicy) -> str:
    lines = [f"{policy.id}: {policy.title}", f"digest {policy.digest}"]
    if policy.max_length:
        lines.append(f"at most {policy.max_length} characters")
    lines.append("rules, tried in order; the first that holds decides:")
    for rule in policy.rules:
        wanted = {k: v for k, v in _plain(rule).items() if k not in ("id", "action", "operator", "reason")}
        conditions = "; ".join(f"{k}: {_words(v)}" for k, v in wanted.items()) or "anything else"
        lines.append(
            f"  {rule.id}: {conditions} -> {rule.action}" + (f", {rule.operator}" if rule.operator else "")
        )
    return "\n".join(lines) + "\n"


def _words(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value).lower()
