"""The command line: parses, calls one method of the façade, renders."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from pii_guard.cli import jsonl
from pii_guard.cli.exits import ACTIONS, BUG, INTERRUPTED
from pii_guard.cli.io import guarded, out, read_stdin, say, write_private
from pii_guard.errors import UsageError

app = typer.Typer(
    name="pii-guard",
    help="Checks what may be posted on which channel, and redacts personal data.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

Channel = Annotated[
    str, typer.Option("--channel", "-c", help="Where it is to be posted or kept; see `policy show`.")
]
Policies = Annotated[
    Path | None,
    typer.Option(
        "--policies",
        envvar="PII_GUARD_POLICIES",
        help="Folder of your own policies, laid over the bundled ones.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object instead of text.")]
Jsonl = Annotated[bool, typer.Option("--jsonl", help="JSON Lines in and out; see docs/reference/jsonl.md.")]
Language = Annotated[str | None, typer.Option("--language", help="Hint, such as sv; never needed.")]


def guard(policies: Path | None) -> Any:
    """Return the façade; imported here, so that `--help` stays quick."""
    from pii_guard.guard import PIIGuard  # noqa: PLC0415 - what it imports costs start-up time

    return PIIGuard(policies=policies)


def dump(data: Any) -> None:
    """Write one JSON object to standard output."""
    import json  # noqa: PLC0415 - used by few commands

    out(json.dumps(data, ensure_ascii=False) + "\n")


@app.command()
@guarded
def check(
    channel: Annotated[str | None, typer.Option("--channel", "-c", help="Where it is to be posted.")] = None,
    as_jsonl: Jsonl = False,
    as_json: Json = False,
    context: Annotated[
        Path | None,
        typer.Option(
            "--conversation", help="JSON file with thread, requester, organisation, verified, purpose."
        ),
    ] = None,
    private: Annotated[
        Path | None,
        typer.Option("--private", help="Write the private half of a move_to_private to this file."),
    ] = None,
    policies: Policies = None,
) -> None:
    """Judge a draft before it is posted: verdict on standard error, only the safe text on standard output."""
    from pii_guard.cli import answers  # noqa: PLC0415 - start-up time

    if as_jsonl:
        if context is not None:
            raise UsageError(
                "--conversation goes with a single draft", hint="In JSONL each line has its own."
            )
        raise typer.Exit(jsonl.run(answers.check(guard(policies), channel)))
    verdict = answers.check_one(guard(policies), channel, context, read_stdin("Paste the draft"))
    if as_json:
        dump(verdict.to_dict())
    else:
        answers.say_verdict(verdict)
        if verdict.safe_text is not None:
            out(verdict.safe_text)
        if private is not None and verdict.private_text is not None:
            write_private(private, verdict.private_text.encode("utf-8", "surrogatepass"))
    raise typer.Exit(ACTIONS[verdict.action])


@app.command()
@guarded
def detect(
    as_jsonl: Jsonl = False,
    offsets: Annotated[
        str, typer.Option("--offsets", help="Unit of offsets: codepoint, utf16 or utf8.")
    ] = "codepoint",
    language: Language = None,
    policies: Policies = None,
) -> None:
    """Find personal data: types and places, never the values."""
    from pii_guard.cli import answers  # noqa: PLC0415 - start-up time

    answers.check_offsets(offsets)
    if as_jsonl:
        raise typer.Exit(jsonl.run(answers.detect(guard(policies), offsets, language)))
    text = read_stdin("Paste the text")
    dump(answers.detect_one(guard(policies), text, offsets, language))


@app.command()
@guarded
def redact(
    channel: Channel,
    source: Annotated[Path | None, typer.Argument(help="File or folder; standard input when absent.")] = None,
    target: Annotated[Path | None, typer.Option("--out", "-o", help="File or folder to write.")] = None,
    as_jsonl: Jsonl = False,
    as_json: Json = False,
    reversible: Annotated[
        bool, typer.Option("--reversible", help="Placeholders that `restore` can undo.")
    ] = False,
    vault: Annotated[Path | None, typer.Option("--vault", help="File that keeps the sealed values.")] = None,
    key: Annotated[str | None, typer.Option("--key", help="@FILE with the vault's key.")] = None,
    language: Language = None,
    policies: Policies = None,
) -> None:
    """Replace personal data as the channel's policy says; never blocks."""
    from pii_guard.cli import answers, files  # noqa: PLC0415 - start-up time

    if not reversible and (vault is not None or key is not None):
        raise UsageError(
            "--vault and --key go with --reversible", hint="Add --reversible, or leave both out."
        )
    if source is not None and (as_jsonl or as_json):
        raise UsageError("--jsonl and --json read standard input", hint="Write: pii-guard redact ... < FILE")
    sealed = answers.open_vault(vault, key) if reversible else None
    if as_jsonl:
        raise typer.Exit(jsonl.run(answers.redact(guard(policies), channel, sealed, language)))
    if source is not None:
        raise typer.Exit(files.redact_path(guard(policies), source, target, channel, sealed, policies))
    result = guard(policies).redact(
        read_stdin("Paste the text"), channel=channel, vault=sealed, language=language
    )
    if as_json:
        dump(result.to_dict())
    else:
        out(result.text)
        say(answers.counts(result.items))


@app.command()
@guarded
def explain(
    channel: Channel,
    as_json: Json = False,
    context: Annotated[Path | None, typer.Option("--conversation", help="JSON file; see `check`.")] = None,
    policies: Policies = None,
) -> None:
    """Show rule, view, context, score and policy line of every finding."""
    from pii_guard.cli import answers, render  # noqa: PLC0415 - start-up time

    text = read_stdin("Paste the draft")
    explained = guard(policies).explain(text, channel=channel, conversation=answers.conversation(context))
    if as_json:
        dump([item.to_dict() for item in explained])
    else:
        render.explanations(explained)


@app.command()
@guarded
def restore(
    vault: Annotated[Path, typer.Option("--vault", help="File with the sealed values.")],
    key: Annotated[str, typer.Option("--key", help="@FILE with the vault's key.")],
) -> None:
    """Undo the reversible mode: put the values back in."""
    from pii_guard.cli import answers  # noqa: PLC0415 - start-up time

    sealed = answers.open_vault(vault, key, must_exist=True)
    out(sealed.restore(read_stdin("Paste the redacted text")))


@app.command()
@guarded
def demo(policies: Policies = None) -> None:
    """Check invented tickets and posts in many languages and show the verdicts as a table."""
    from pii_guard.cli import render  # noqa: PLC0415 - start-up time
    from pii_guard.cli.demo import run  # noqa: PLC0415 - start-up time

    render.demo(run(guard(policies)))


def _add_groups() -> None:
    from pii_guard.cli import keys, policy  # noqa: PLC0415 - kept beside what it adds

    app.add_typer(policy.app, name="policy")
    app.add_typer(keys.app, name="keys")


_add_groups()


def main() -> None:
    """Run the command line; the entry point of the console script."""
    try:
        app()
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(0) from None
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
    except Exception as error:  # noqa: BLE001 - the last door: no traceback, which could quote a message
        say(f"internal error ({type(error).__name__}); nothing was let through. Please report it.")
        raise SystemExit(BUG) from None
