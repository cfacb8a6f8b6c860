"""What people read on a terminal: tables by rich, plain where output is not a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pii_guard.cli.demo import Shown
    from pii_guard.messages.types import Explanation

COLOURS = {"allow": "green", "redact": "yellow", "warn": "yellow", "move_to_private": "cyan", "block": "red"}
PLAIN_WIDTH = 140


def console() -> Console:
    """Return a console on standard output, wide enough to read where output is no terminal."""
    screen = Console(highlight=False)
    return screen if screen.is_terminal else Console(highlight=False, width=PLAIN_WIDTH)


def demo(rows: Sequence[Shown]) -> None:
    """Show checked drafts: language, channel, draft, verdict, what may be posted, why."""
    table = Table(title="What may be posted", show_lines=True, expand=True)
    table.add_column("", no_wrap=True)
    table.add_column("channel", no_wrap=True)
    table.add_column("draft", ratio=4)
    table.add_column("verdict", no_wrap=True)
    table.add_column("posted", ratio=4)
    table.add_column("why", ratio=3)
    for row in rows:
        colour = COLOURS[row.action]
        table.add_row(
            row.language,
            row.channel,
            escape(row.draft),
            f"[{colour}]{row.action}[/{colour}]",
            "[dim]nothing[/dim]" if row.posted is None else escape(row.posted),
            escape(row.why),
        )
    screen = console()
    screen.print(table)
    screen.print(f"{len(rows)} drafts checked, all invented; nothing left this machine.")


def explanations(rows: Iterable[Explanation]) -> None:
    """Show every finding with its rule, view, context, score and policy line."""
    table = Table(show_lines=False, expand=True)
    for name in ("span", "type", "whose", "score", "why", "policy"):
        table.add_column(name)
    empty = True
    for row in rows:
        empty = False
        table.add_row(
            f"{row.detection.start}-{row.detection.end}",
            row.detection.entity_type,
            str(row.detection.whose or "unknown"),
            f"{row.detection.score:.2f}",
            escape(", ".join(row.detection.why)),
            escape(row.policy),
        )
    console().print("no findings" if empty else table)


def counts(title: str, rows: Iterable[tuple[str, int]]) -> None:
    """Show names and numbers."""
    table = Table(title=title)
    table.add_column("what")
    table.add_column("count", justify="right")
    for name, number in rows:
        table.add_row(escape(name), str(number))
    console().print(table)
