"""Loads channel policies: the bundled ones, and a user's own laid over them.

A user's folder is laid out as the bundled `policies/`: `channels/*.yaml`, `purposes.yaml`, `reasons.yaml`. It
is always named by the caller and never looked for in the working directory (reliability T4). Nothing replaces
a bundled channel silently: a file of a bundled channel's id must say `replaces: true` or `extends:` it.
"""

from __future__ import annotations

from collections import ChainMap
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from pii_guard.errors import PolicyError, UsageError
from pii_guard.policy.channel import (
    Act,
    Asking,
    ChannelPolicy,
    Misdirected,
    Purpose,
    ReasonText,
    Rule,
    _Model,
)
from pii_guard.policy.folder import check_folder
from pii_guard.policy.names import KnownNames
from pii_guard.resources import bundled, digest, load_yaml, to_model
from pii_guard.vocabulary.entities import load_entities

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pii_guard.policy.names import CheckOperator

MAX_EXTENDS = 5


class AskingPart(_Model):
    """`asking:` of a channel file; what is absent is taken from the file extended."""

    secrets: tuple[str, ...] | None = None
    sensitive: tuple[str, ...] | None = None
    harmless: tuple[str, ...] | None = None
    allowed: tuple[str, ...] | None = None
    excess: Act | None = None


class ChannelFile(_Model):
    """One file of `policies/channels/`; every key but `id` may come from the file extended."""

    id: str = Field(pattern=r"^_?[a-z][a-z0-9_]*$")
    title: str | None = None
    extends: str | None = None
    replaces: bool = False
    public: bool | None = None
    private_channel: str | None = None
    max_length: int | None = Field(None, ge=40)
    default_language: str | None = Field(None, pattern=r"^[a-z]{2}$")
    thresholds: dict[str, Annotated[float, Field(ge=0, le=1)]] = Field(default_factory=dict)
    groups: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    asking: AskingPart = AskingPart()
    misdirected: Misdirected | None = None
    rules: tuple[Rule, ...] = ()
    stored: tuple[Rule, ...] = ()


class PurposesFile(_Model):
    """`policies/purposes.yaml`."""

    purposes: dict[str, Purpose]


class ReasonsFile(_Model):
    """`policies/reasons.yaml`."""

    reasons: dict[str, ReasonText]


@dataclass(frozen=True, slots=True)
class Source:
    """A channel file and where it came from."""

    path: Path
    file: ChannelFile
    data: bytes


class PolicySet:
    """All channel policies that are in force; immutable, and safe to share between threads.

    Build it with `PolicySet.load`.
    """

    def __init__(self, root: Path, user: Path | None = None) -> None:
        self._root = root
        self._user = user
        self._bundled = _paths(root)
        self._own = _paths(user) if user is not None else {}
        self._channels: dict[str, ChannelPolicy] = {}

    @classmethod
    def load(cls, folder: Path | None = None, *, check_operator: CheckOperator | None = None) -> PolicySet:
        """Read the bundled policies, and a user's folder over them.

        Bundled channels are read when first asked for; every file of the user's folder is read now, so that a
        mistake in it shows at once.

        Args:
            folder: The user's folder, laid out as the bundled `policies/`.
            check_operator: Raises PolicyError for an operator or settings that cannot work; brought by the
                caller, because operators live above policies.

        Raises:
            PolicyError: The folder holds something that is not read, or nothing, or one of its files is
                wrong (with file and line).
        """
        policies = cls(bundled("policies"), folder)
        if folder is not None:
            policies._check_user_folder(folder, check_operator)
        return policies

    def _check_user_folder(self, folder: Path, check_operator: CheckOperator | None) -> None:
        check_folder(folder)
        known = KnownNames(load_entities(), folder)
        for channel, path in self._own.items():
            known.check(path, self._source(channel, self._own).file, check_operator)
        for channel in self.ids():
            self.channel(channel)

    @property
    def folder(self) -> Path | None:
        """The user's folder."""
        return self._user

    def own(self, source: Source) -> bool:
        """Tell whether a file is of the user's folder."""
        return source.path == self._own.get(source.file.id)

    def ids(self) -> tuple[str, ...]:
        """Return the ids of the channels, sorted; files whose name begins with `_` are only extended."""
        return tuple(sorted(i for i in {*self._bundled, *self._own} if not i.startswith("_")))

    def channel(self, channel: str) -> ChannelPolicy:
        """Return a channel's policy, complete.

        Raises:
            UsageError: There is no such channel; the hint lists those there are.
            PolicyError: One of its files is wrong.
        """
        ready = self._channels.get(channel)
        if ready is None:
            if channel not in self.ids():
                raise UsageError("unknown channel", hint=f"Known channels: {', '.join(self.ids())}.")
            # Two threads may build the same policy; both results are equal and either may stay.
            ready = self._channels[channel] = self._build(channel)
        return ready

    def __iter__(self) -> Iterator[ChannelPolicy]:
        return (self.channel(channel) for channel in self.ids())

    @cached_property
    def digest(self) -> str:
        """Identifies this version of all policies, SHA-256 in hexadecimal."""
        return digest("".join(policy.digest for policy in self).encode())

    @cached_property
    def purposes(self) -> dict[str, Purpose]:
        """Purposes by key; the user's over the bundled ones."""
        found: dict[str, Purpose] = {}
        for path in self._layers("purposes.yaml"):
            found.update(to_model(load_yaml(path), PurposesFile, path).purposes)
        return found

    @cached_property
    def reasons(self) -> dict[str, ReasonText]:
        """Reason texts by code; the user's over the bundled ones."""
        found: dict[str, ReasonText] = {}
        for path in self._layers("reasons.yaml"):
            found.update(to_model(load_yaml(path), ReasonsFile, path).reasons)
        return found

    def _layers(self, name: str) -> list[Path]:
        layers = [self._root / name] + ([self._user / name] if self._user is not None else [])
        return [path for path in layers if path.is_file()]

    def chain(self, channel: str) -> list[Source]:
        """Return the file of a channel and the files it extends, the channel's own first.

        Raises:
            PolicyError: A file is wrong, or `extends:` names nothing, goes round or too far.
        """
        everything: Mapping[str, Path] = ChainMap(self._own, self._bundled)
        sources = [self._source(channel, everything)]
        while (parent := sources[-1].file.extends) is not None:
            here = sources[-1]
            # A user's file may extend the bundled file of its own id.
            among = self._bundled if parent == here.file.id else everything
            if parent not in among and parent == here.file.id:
                raise PolicyError(
                    f"{here.path.name}: extends itself, and there is no bundled channel of this name",
                    hint=f"Extend one of {', '.join(sorted(self._bundled))}.",
                )
            if parent not in among:
                raise PolicyError(f"{here.path.name}: extends {parent!r}, which does not exist")
            if len(sources) > MAX_EXTENDS or among[parent] in [s.path for s in sources]:
                raise PolicyError(f"{here.path.name}: extends: goes round or over {MAX_EXTENDS} files")
            sources.append(self._source(parent, among))
        return sources

    def _source(self, channel: str, among: Mapping[str, Path]) -> Source:
        path = among[channel]
        file = to_model(load_yaml(path), ChannelFile, path)
        if file.id != path.stem:
            raise PolicyError(f"{path.name}: id: must be the file's name, {path.stem!r}")
        if (
            path == self._own.get(channel)
            and channel in self._bundled
            and not file.replaces
            and file.extends != channel
        ):
            raise PolicyError(
                f"{path.name}: id: there is a bundled channel of this name",
                hint=f"Write `replaces: true`, or `extends: {channel}` to change only parts of it.",
            )
        return Source(path, file, path.read_bytes())

    def _build(self, channel: str) -> ChannelPolicy:
        sources = self.chain(channel)
        files = [source.file for source in sources]
        merged = _merged(files)
        policy = ChannelPolicy(
            id=channel,
            **merged,
            thresholds=dict(ChainMap(*(file.thresholds for file in files))),
            rules=_rules(sources, "rules"),
            stored=_rules(sources, "stored"),
            asking=_asking(files),
            purposes=self.purposes,
            reasons=self.reasons,
            digest=self._digest(sources),
        )
        self._check(policy, sources[0].path)
        return policy

    def _digest(self, sources: list[Source]) -> str:
        shared = [
            path.read_bytes() for path in (*self._layers("purposes.yaml"), *self._layers("reasons.yaml"))
        ]
        return digest("".join(digest(data) for data in [*(s.data for s in sources), *shared]).encode())

    def _check(self, policy: ChannelPolicy, path: Path) -> None:
        """Refuse what would be wrong to run with; `lint` finds what is merely odd."""
        for name, rules in (("rules", policy.rules), ("stored", policy.stored)):
            if not rules or not rules[-1].takes_everything:
                raise PolicyError(
                    f"{path.name}: {name}: the last rule must have no conditions, so that none is missed"
                )
            for rule in rules:
                if rule.reason and rule.reason not in policy.reasons:
                    raise PolicyError(f"{path.name}: {name}: {rule.id}: reason {rule.reason!r} has no text")
        if policy.private_channel is not None and policy.private_channel not in self.ids():
            raise PolicyError(f"{path.name}: private_channel: unknown channel")
        if policy.private_channel is None and any(rule.action == "move_to_private" for rule in policy.rules):
            raise PolicyError(f"{path.name}: a rule moves to private, but there is no private_channel")


def _paths(root: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted((root / "channels").glob("*.yaml"))}


def _merged(files: list[ChannelFile]) -> dict[str, Any]:
    """Take each plain key from the first file of the chain that has it."""
    defaults: dict[str, Any] = {
        "title": files[0].id,
        "public": False,
        "private_channel": None,
        "max_length": None,
        "default_language": "en",
        "misdirected": None,
    }
    return {
        key: next((getattr(file, key) for file in files if getattr(file, key) is not None), default)
        for key, default in defaults.items()
    }


def _rules(sources: list[Source], name: str) -> tuple[Rule, ...]:
    """Put the rules of a chain together, the channel's own first, and write out groups of types."""
    groups = ChainMap(*(source.file.groups for source in sources))
    found: list[Rule] = []
    for source in sources:
        for rule in getattr(source.file, name):
            missing = [t for t in rule.types if t.startswith("@") and t[1:] not in groups]
            if missing:
                raise PolicyError(f"{source.path.name}: {name}: {rule.id}: there is no group {missing[0]!r}")
            types = [t for entry in rule.types for t in (groups[entry[1:]] if entry[:1] == "@" else (entry,))]
            found.append(rule.model_copy(update={"types": tuple(types)}))
    return tuple(found)


def _asking(files: list[ChannelFile]) -> Asking:
    parts = [file.asking.model_dump(exclude_none=True) for file in files]
    return Asking.model_validate(dict(ChainMap(*parts)))
