"""Where the bundled data lies, and the one way in which YAML is read.

YAML is read here, on a low floor, because detection, messages and policy all keep their rules as data
(docs/adr/0002). Only plain data is accepted: no tags, no anchors, bounded size and depth (reliability C3,
C8). Booleans are those of YAML 1.2: `no` and `on` are words.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from pii_guard.errors import MissingPartError, PolicyError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_YAML_BYTES = 1_000_000
MAX_YAML_DEPTH = 20

Kind = Literal["policies", "integrations"]
Model = TypeVar("Model", bound=BaseModel)
_BOOL = "tag:yaml.org,2002:bool"


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The safe loader with the booleans of YAML 1.2, so that `no` is Norwegian and `on` is a word."""

    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOL]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


_Loader.add_implicit_resolver(_BOOL, re.compile(r"^(?:true|false)$"), list("tf"))


@cache
def bundled(kind: Kind) -> Path:
    """Return the folder of bundled data, in the wheel or in a checkout.

    Args:
        kind: `policies` or `integrations`.

    Raises:
        MissingPartError: The installation is incomplete.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "_bundled" / kind, package.parent / kind):
        if folder.is_dir():
            return folder
    raise MissingPartError(f"the bundled folder {kind!r} is missing", hint="Install pii-guard again.")


def yaml_files(folder: Path) -> list[Path]:
    """Return the YAML files under a folder, in a stable order."""
    return sorted(p for p in folder.rglob("*.yaml") if p.is_file())


def digest(data: bytes) -> str:
    """Return the SHA-256 digest that identifies a version of a data file."""
    return hashlib.sha256(data).hexdigest()


def folder_digest(*folders: Path | None) -> str:
    """Return one digest over the names and bytes of all files of some folders."""
    state = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder is not None else ():
            if path.is_file():
                data = path.read_bytes()
                state.update(f"{path.name}:{len(data)}:".encode("utf-8", "surrogateescape"))
                state.update(data)
    return state.hexdigest()


def load_yaml(path: Path) -> Any:
    """Read one YAML file as plain data.

    Raises:
        PolicyError: The file is missing, too large, too deep, uses aliases or tags, or is not YAML;
            with file and line where there is one.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PolicyError(f"{path.name}: cannot be read ({type(error).__name__})") from error
    return parse_yaml(data, path.name, ours=path.is_relative_to(bundled("policies")))


def parse_yaml(data: bytes, name: str, *, ours: bool = False) -> Any:
    """Parse YAML bytes as plain data; see `load_yaml`.

    Args:
        data: UTF-8.
        name: For error texts.
        ours: Bundled, and so spared the look for bombs, which costs more than the parse.
    """
    if len(data) > MAX_YAML_BYTES:
        raise PolicyError(f"{name}: larger than {MAX_YAML_BYTES} bytes")
    try:
        if not ours:
            _refuse_bombs(data, name)
            _refuse_repeats(yaml.compose(data, Loader=_Loader), name)
        return yaml.load(data, Loader=_Loader)  # noqa: S506 - the safe loader, in C where available
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise PolicyError(f"{name}:{line}: {error.problem or 'not YAML'}") from error
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise PolicyError(f"{name}: not YAML ({type(error).__name__})") from error


def _refuse_bombs(data: bytes, name: str) -> None:
    """Refuse aliases (exponential growth) and great depth before anything is built."""
    depth = 0
    for event in yaml.parse(data, Loader=_Loader):
        place = f"{name}:{event.start_mark.line + 1 if event.start_mark else 0}"
        if isinstance(event, yaml.AliasEvent):
            raise PolicyError(f"{place}: YAML aliases are not allowed")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_YAML_DEPTH:
                raise PolicyError(f"{place}: nested more than {MAX_YAML_DEPTH} deep")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _refuse_repeats(node: Any, name: str) -> None:
    """Refuse a key that stands twice in one mapping: YAML would silently keep the last."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                raise PolicyError(f"{name}:{key.start_mark.line + 1}: a key stands twice")
            seen.add(str(key.value))
            _refuse_repeats(value, name)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_repeats(value, name)


def load_model(path: Path, model: type[Model]) -> Model:
    """Read one YAML file into a strict model.

    Raises:
        PolicyError: As `load_yaml`, and for unknown or wrong keys, with file and line.
    """
    return to_model(load_yaml(path), model, path)


def to_model(data: Any, model: type[Model], path: Path) -> Model:
    """Validate plain data that was read from `path`; see `load_model`."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems = [
            f"{path.name}:{line_of(path, item['loc'])}: {'.'.join(map(str, item['loc']))}: "
            + plain(item["msg"])
            for item in error.errors(include_url=False, include_input=False, include_context=False)[:5]
        ]
        raise PolicyError("; ".join(problems)) from None


def plain(message: str) -> str:
    """Return an error text without what pydantic puts before those of our own validators."""
    return message.removeprefix("Value error, ")


def line_of(path: Path, loc: Sequence[int | str]) -> int:
    """Return the line of a key; costs a second parse, which only an error pays."""
    node = yaml.compose(path.read_bytes(), Loader=_Loader)
    line = 1
    for part in loc:
        found = next((v for k, v in _children(node) if k == part), None)
        if found is None:
            break
        node, line = found, found.start_mark.line + 1
    return line


def _children(node: Any) -> Iterator[tuple[int | str, Any]]:
    if isinstance(node, yaml.MappingNode):
        yield from ((key.value, value) for key, value in node.value)
    elif isinstance(node, yaml.SequenceNode):
        yield from enumerate(node.value)
