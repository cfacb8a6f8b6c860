"""PIIGuard: the façade that puts the rooms together. CLI, host code and tests use it alike.

draft -> known values of the conversation -> detection -> asks -> gate -> verdict
text  ------------------------------------> detection -----> operators -> redacted text
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pii_guard.errors import BadInputError
from pii_guard.parts import Parts, known_index

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pii_guard.detect.types import Detection, KnownValue, Whose
    from pii_guard.keys.handle import KeyHandle
    from pii_guard.messages.asking import Ask
    from pii_guard.messages.operators import Cut
    from pii_guard.messages.override import OverrideRecord, TermProposal
    from pii_guard.messages.placeholders import PlaceholderBook
    from pii_guard.messages.structures import Redacted
    from pii_guard.messages.types import (
        Conversation,
        Explanation,
        RedactionItem,
        RedactionResult,
        Verdict,
    )
    from pii_guard.messages.vault import Vault
    from pii_guard.policy.cases import Outcome
    from pii_guard.policy.channel import ChannelPolicy
    from pii_guard.policy.loader import PolicySet
    from pii_guard.policy.simulate import Simulation


class PIIGuard:
    """Detects personal data, redacts stored text and judges outgoing drafts; thread-safe, no network.

    Nothing is loaded before it is needed; `warm_up` loads everything at once.

    Args:
        policies: Folder of the user's own policies, laid over the bundled ones
            (docs/how-to/write-a-policy.md).
        regions: Countries whose numbers are expected in every text (ISO 3166 codes).
        pseudonym_key: Key of the `pseudonym` operator; without it pseudonyms hold within one call only.

    Raises:
        PolicyError: A policy, pack or language file is wrong.
    """

    def __init__(
        self,
        *,
        policies: Path | str | None = None,
        regions: Iterable[str] = (),
        pseudonym_key: KeyHandle | None = None,
    ) -> None:
        self._parts = Parts(Path(policies) if policies is not None else None, tuple(regions))
        self._pseudonym_key = pseudonym_key

    def warm_up(self) -> PIIGuard:
        """Load everything now and check one text, so that the first real call is quick; returns itself."""
        for channel in self.policies.ids():
            self.policies.channel(channel)
        self.check("Hello", channel=self.policies.ids()[0])
        return self

    @property
    def policies(self) -> PolicySet:
        """The channel policies in force."""
        return self._parts.policies

    def channel(self, channel: str) -> ChannelPolicy:
        """Return a channel's policy.

        Raises:
            UsageError: There is no such channel.
        """
        return self.policies.channel(channel)

    def detect(
        self, text: str, *, known: Sequence[KnownValue] = (), language: str | None = None
    ) -> tuple[Detection, ...]:
        """Find personal data in a text, in any language.

        Args:
            text: At most a million code points.
            known: Values that the caller knows, and whose they are.
            language: Hint, an ISO 639-1 code.

        Returns:
            Detections in order of position, none overlapping another, with offsets in code points.

        Raises:
            BadInputError: Not a text, or too large.
            DetectionError: A recognizer failed; treat the text as unsafe.
        """
        return self._parts.detector.detect(text, known=known_index(known), language=language)

    def redact(
        self,
        text: str,
        *,
        channel: str,
        known: Sequence[KnownValue] = (),
        vault: Vault | None = None,
        book: PlaceholderBook | None = None,
        language: str | None = None,
    ) -> RedactionResult:
        """Replace personal data as the channel's policy says; never blocks.

        Args:
            text: At most a million code points.
            channel: Id of a channel.
            known: Values that the caller knows.
            vault: Reversible mode: placeholders that `restore` can undo.
            book: Placeholders of a conversation, so that several texts share them.
            language: Hint, an ISO 639-1 code.

        Raises:
            UsageError: There is no such channel.
            BadInputError: Not a text, or too large.
            DetectionError: A recognizer failed; nothing is returned.
        """
        from pii_guard.messages.placeholders import PlaceholderBook  # noqa: PLC0415 - start-up time

        self._parts.ready(channel, "stored", key=self._pseudonym_key is not None, vault=vault is not None)
        found = self.detect(text, known=known, language=language)
        return self._redacted(text, found, channel, book or PlaceholderBook(), vault)

    def check(self, draft: str, *, channel: str, conversation: Conversation | None = None) -> Verdict:
        """Judge a draft before it is posted.

        Args:
            draft: What the agent is about to post; at most a million code points.
            channel: Id of a channel.
            conversation: What surrounds the draft; the more is given, the more is known to be harmless.

        Raises:
            UsageError: There is no such channel or purpose.
            BadInputError: Not a text, or too large.
            DetectionError: A recognizer failed; nothing may be posted.
        """
        from pii_guard.messages.gate import judge  # noqa: PLC0415 - start-up time

        case = self._case(draft, channel, conversation)
        return judge(
            draft,
            case.found,
            case.asks,
            case.conversation,
            case.policy,
            private=case.private,
            language=case.language,
            apply=self._applied,
        )

    def check_many(
        self, drafts: Iterable[tuple[str, str, Conversation | None]], *, threads: int = 1
    ) -> list[Verdict]:
        """Judge many drafts, in order.

        Args:
            drafts: (draft, channel, conversation).
            threads: How many at once.

        Raises:
            PIIGuardError: As `check`, for the first draft that fails.
        """
        with ThreadPoolExecutor(max(1, threads)) as pool:
            return list(pool.map(lambda d: self.check(d[0], channel=d[1], conversation=d[2]), drafts))

    async def acheck(self, draft: str, *, channel: str, conversation: Conversation | None = None) -> Verdict:
        """Judge a draft without blocking the event loop; see `check`."""
        return await asyncio.to_thread(self.check, draft, channel=channel, conversation=conversation)

    def explain(
        self, text: str, *, channel: str, conversation: Conversation | None = None
    ) -> tuple[Explanation, ...]:
        """Say of every finding what made it and which line of the policy decides about it.

        Raises:
            PIIGuardError: As `check`.
        """
        from pii_guard.messages.gate import decide  # noqa: PLC0415 - start-up time
        from pii_guard.messages.types import Explanation  # noqa: PLC0415 - start-up time

        case = self._case(text, channel, conversation)
        ruling = decide(text, case.found, case.asks, case.conversation, case.policy, private=case.private)
        return tuple(
            Explanation(
                replace(ruled.held.detection, whose=_whose(ruled.held.whose)),
                f"{case.policy.id}: {ruled.rule.id} -> {ruled.action}"
                + (f", {ruled.rule.operator}" if ruled.rule.operator else ""),
            )
            for ruled in ruling.findings
        )

    def redact_document(
        self, data: bytes, *, kind: str, channel: str, vault: Vault | None = None
    ) -> Redacted:
        """Replace personal data in a document; outside what is replaced it stays byte-identical.

        Args:
            data: The document; see docs/reference/formats.md for limits.
            kind: text, markdown, html, json, jsonl, csv, vtt, srt, eml or mbox.
            channel: Id of a channel.
            vault: Reversible mode.

        Raises:
            BadInputError: Malformed, with line; or too large.
            DetectionError: A recognizer failed; nothing is returned.
        """
        from pii_guard.messages.placeholders import PlaceholderBook  # noqa: PLC0415 - start-up time
        from pii_guard.messages.structures import redact_document  # noqa: PLC0415 - start-up time
        from pii_guard.messages.structures.headings import labelled  # noqa: PLC0415 - start-up time

        book = PlaceholderBook()
        self._parts.ready(channel, "stored", key=self._pseudonym_key is not None, vault=vault is not None)

        def redactor(text: str, *, context: str | None) -> tuple[str, tuple[RedactionItem, ...]]:
            # What the document calls a field stands before its value, so that it counts as context.
            label = f"{context}: " if context else ""
            found = self._parts.detector.detect(label + text)
            result = self._redacted(text, labelled(found, text, context), channel, book, vault)
            return result.text, result.items

        with vault.batch() if vault is not None else nullcontext():
            return redact_document(data, redactor, kind=kind)

    def restore(self, text: str, vault: Vault) -> str:
        """Put sealed values back; placeholders of other vaults, and altered ones, stay as text.

        Raises:
            KeyFileError: The vault was altered or is of another key.
        """
        return vault.restore(text)

    def override(
        self,
        verdict: Verdict,
        reason: str,
        *,
        note: str | None = None,
        proposal: TermProposal | None = None,
        now: datetime | None = None,
    ) -> OverrideRecord:
        """Return the record of a person posting against a verdict, for the caller to log.

        Args:
            verdict: The verdict.
            reason: An `OverrideReason`.
            note: The person's words; personal data in it are replaced.
            proposal: A term that should never be a person again, from `messages.override.propose_term`.
            now: The time, aware; the present when None.

        Raises:
            UsageError: There is nothing to override, or the reason is unknown.
        """
        from pii_guard.messages.override import override  # noqa: PLC0415 - start-up time

        def clean(text: str) -> str:
            return self.redact(text, channel="social_public").text

        return override(
            verdict, reason, now=now or datetime.now(UTC), note=note, clean=clean, proposal=proposal
        )

    def test_policies(self) -> list[Outcome]:
        """Run the policies' own cases: the bundled ones and those of the user's folder."""
        from pii_guard.policy.cases import load_cases, run_cases  # noqa: PLC0415 - start-up time

        cases = [*load_cases(), *(load_cases(self._parts.folder) if self._parts.folder else ())]
        return run_cases(cases, self._check_line)

    def simulate(self, channel: str, rows: Iterable[dict[str, Any]]) -> Simulation:
        """Count what a channel's policy would have done with recorded drafts; keeps no text.

        Args:
            channel: Id of a channel; overrides that of the rows.
            rows: Lines of `check --jsonl`.
        """
        from pii_guard.policy.simulate import simulate  # noqa: PLC0415 - start-up time

        self.channel(channel)
        return simulate(lambda row: self._check_line({"id": 0, **row, "channel": channel}), rows)

    def lint(self) -> list[str]:
        """Return what is odd in policies, recognizers and language files, as `file:line: what`.

        Raises:
            PolicyError: A file is wrong; that is more than odd.
        """
        found = self._parts.lint(key=self._pseudonym_key is not None)
        self.detect("Hello")  # reads packs and language files
        if not found:
            self.warm_up()
        return found

    def close(self) -> None:
        """End the worker process of a foreign engine, if one runs."""
        self._parts.close()

    def _check_line(self, row: dict[str, Any]) -> Verdict:
        from pii_guard.messages.contract import CheckIn, read_line  # noqa: PLC0415 - start-up time

        line = read_line(row, CheckIn)
        return self.check(line.draft, channel=line.channel, conversation=line.to_conversation())

    def _case(self, draft: str, channel: str, conversation: Conversation | None) -> _Case:
        """Gather what the gate needs to know about a draft."""
        from pii_guard.detect.folding import encodable  # noqa: PLC0415 - start-up time
        from pii_guard.messages.language import guess_language  # noqa: PLC0415 - start-up time
        from pii_guard.messages.types import Conversation  # noqa: PLC0415 - start-up time
        from pii_guard.messages.whose import conversation_known, secrets_said  # noqa: PLC0415 - start-up time

        policy = self._parts.ready(channel, "rules", key=self._pseudonym_key is not None)
        if isinstance(draft, str) and draft != encodable(draft):
            raise BadInputError(
                "the draft holds half a character (a lone surrogate)", hint="Send whole characters."
            )
        private = self.channel(policy.private_channel) if policy.private_channel else None
        around = conversation or Conversation()
        thread = [encodable(turn.text) for turn in around.turns]
        own = around.organisation
        values = [*conversation_known(around), *secrets_said(around, self._parts.detector.detect)]
        known = known_index(values, (*own.terms, own.name or "") if own else ())
        found = self._parts.detector.detect(
            draft, known=known, language=around.language, file_facts=True, before=thread
        )
        language = guess_language(draft, thread, hint=around.language, default=policy.default_language)
        asks = self._parts.asking.find(draft, language)
        return _Case(policy, private, around, language, found, tuple(asks))

    def _applied(self, text: str, cuts: Sequence[Cut]) -> RedactionResult:
        """Make cuts with placeholders of this one text."""
        from pii_guard.messages.companions import with_companions  # noqa: PLC0415 - start-up time
        from pii_guard.messages.operators import apply_cuts  # noqa: PLC0415 - start-up time
        from pii_guard.messages.placeholders import PlaceholderBook  # noqa: PLC0415 - start-up time
        from pii_guard.messages.types import RedactionResult  # noqa: PLC0415 - start-up time

        whole = with_companions(text, cuts)
        new, items = apply_cuts(text, whole, PlaceholderBook(), pseudonym_key=self._pseudonym_key)
        return RedactionResult(new, items, "", "")

    def _redacted(
        self,
        text: str,
        found: Sequence[Detection],
        channel: str,
        book: PlaceholderBook,
        vault: Vault | None,
    ) -> RedactionResult:
        from pii_guard.messages.redaction import redact  # noqa: PLC0415 - start-up time

        policy = self.channel(channel)
        return redact(
            text,
            found,
            policy.operator_for,
            book,
            channel=policy.id,
            policy_digest=policy.digest,
            pseudonym_key=self._pseudonym_key,
            vault=vault,
            again=self._parts.detector.detect,
        )


@dataclass(frozen=True, slots=True)
class _Case:
    """A draft with everything that the gate needs to know about it."""

    policy: ChannelPolicy
    private: ChannelPolicy | None
    conversation: Conversation
    language: str
    found: tuple[Detection, ...]
    asks: tuple[Ask, ...]


def _whose(holder: str) -> Whose | None:
    from pii_guard.detect.types import Whose  # noqa: PLC0415 - start-up time

    return Whose(holder) if holder in tuple(Whose) else None
