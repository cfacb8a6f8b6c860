"""Recognizer packs: the YAML files under `policies/recognizers/`, as strict models.

Two kinds of rule. A *pattern* rule recognises a value by its form. A *cued* rule recognises a value of any
form by the words before it ("password: …", "koden 4896"). Both draw their words from named groups, which hold
all languages at once, so that no language has to be known.

Evidence (design: detection 6) is a table of five scores. A form that could be anything is worth nothing
alone; what makes it a finding is a valid checksum in a country that is expected here, or a word in reach.
"""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - pydantic reads it
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    StringConstraints,
    model_validator,
)

from pii_guard.errors import PolicyError
from pii_guard.resources import bundled, line_of, load_model, yaml_files
from pii_guard.vocabulary.entities import load_entities

if TYPE_CHECKING:
    from collections.abc import Sequence

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
TypeName = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]*$")]
LOOK_ALIKE = "LOOK_ALIKE"  # says that what it takes is nothing
Score = Annotated[float, Field(ge=0, le=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Scores(_Strict):
    """What each state of the evidence is worth; 0 means that nothing is reported.

    Attributes:
        form: The form alone, or with a checksum that failed.
        valid: The validator passes.
        region: The validator passes and the rule's country is expected here.
        context: A context word is in reach, and there is no validator or it failed.
        both: The validator passes and a context word is in reach.
    """

    form: Score = 0.0
    valid: Score = 0.0
    region: Score = 0.0
    context: Score = 0.0
    both: Score = 0.0


FORMS = {
    # letters, a century sign, a checksum over 13 and more digits: rarely anything else
    "distinctive": Scores(form=0.5, valid=0.85, region=0.9, context=0.75, both=0.95),
    # recognised only when the validator agrees
    "checked": Scores(form=0.0, valid=0.8, region=0.85, context=0.6, both=0.95),
    # a number like any other: needs a word in reach, or a valid checksum in an expected country
    "weak": Scores(form=0.0, valid=0.0, region=0.6, context=0.6, both=0.9),
    # needs a word in reach, whatever the checksum says
    "bare": Scores(form=0.0, valid=0.0, region=0.0, context=0.6, both=0.9),
}


class Pattern(_Strict):
    """One RE2 expression. The value is the named group `value`, or the whole match.

    Attributes:
        regex: RE2 syntax; no look-around, no back-references; matched on the text as it is.
        form: Name of a row of `FORMS`; `scores` overrides it.
    """

    regex: str
    form: Literal["distinctive", "checked", "weak", "bare"] = "weak"
    scores: Scores | None = None

    @property
    def table(self) -> Scores:
        """The scores in force."""
        return self.scores or FORMS[self.form]


class Recognizer(_Strict):
    """One rule of a pack.

    Attributes:
        name: Unique over all packs.
        entity_type: What it finds.
        subtype: For `ORDER_ID`.
        country: ISO 3166 code; with it, `region` scores count where the country is expected.
        patterns: For a pattern rule.
        cues: For a cued rule: word groups that stand before the value.
        value: For a cued rule: RE2 expression of the value, matched right after cue and link.
        reach: For a cued rule: what may stand between cue and value. `direct`: punctuation, quotes and words
            of the `link` group ("is", "är", "nr."). `loose`: also a few other words, when a colon, an opening
            bracket or quote, or a word of the `be` group ends them ("the password you gave her (…)").
            `marked`: as `direct`, with a colon, equals sign, quote, bracket or word of `be` in it.
            `words`: also one or two plain words. `answer`: also a line break and a speaker's label, as in a
            transcript. `line`: right after the cue, or at the start of the next line. `sentence`: the first
            token with a digit in the rest of the sentence, or in what answers it; a quantity ("15 minutes")
            uses up the cue.
        lists: For a cued rule: further values may follow, joined by commas or words of the `and` group.
        tail: For a cued rule with `lists`: RE2 expression of a last item that "and" announces, after two
            others.
        needs: For a cued rule: word groups of which one must stand within `before` and `after` of the value.
        digits: Least number of digits in the value.
        letters: Least number of letters in the value.
        reject: Word groups that are no value ("password: forgotten"); compared with the whole value, folded.
        subtypes: For `ORDER_ID`: subtype by word group of the cue or context; `subtype` is the rest.
        boundary: What must not touch the value: `word` no letter or digit, `digit` no digit (nor a digit
            behind one separator), `none`.
        validator: Name of a function of `detect/validators.py`.
        invalid: What a failed validator does: `lower` (score of form or context), `veto`.
        context: For a pattern rule: word groups any of which counts as context.
        before: Reach of context before the value, in characters.
        after: Reach of context after the value, in characters.
        unless: Word groups that make it a look-alike when one stands directly before the value.
        case: `any` matches without regard to case.
        cue_after: For a cued rule: the cue may also stand right after the value ("4896 is the code").
    """

    name: Identifier
    entity_type: TypeName
    subtype: Identifier | None = None
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None
    patterns: tuple[Pattern, ...] = ()
    cues: tuple[Identifier, ...] = ()
    value: str | None = None
    reach: Literal["direct", "marked", "loose", "words", "answer", "line", "sentence"] = "direct"
    lists: bool = False
    tail: str | None = None
    needs: tuple[Identifier, ...] = ()
    digits: Annotated[int, Field(ge=0, le=40)] = 0
    letters: Annotated[int, Field(ge=0, le=40)] = 0
    reject: tuple[Identifier, ...] = ()
    subtypes: dict[Identifier, Identifier] = {}
    score: Score = 0.85
    boundary: Literal["word", "digit", "none"] = "word"
    validator: Identifier | None = None
    invalid: Literal["lower", "veto"] = "lower"
    context: tuple[Identifier, ...] = ()
    before: Annotated[int, Field(ge=0, le=400)] = 60
    after: Annotated[int, Field(ge=0, le=400)] = 25
    unless: tuple[Identifier, ...] = ()
    case: Literal["any", "exact"] = "any"
    cue_after: bool = False

    @model_validator(mode="after")
    def _one_kind(self) -> Recognizer:
        if bool(self.patterns) == bool(self.cues):
            msg = "a rule has either patterns or cues"
            raise ValueError(msg)
        if self.cues and not self.value:
            msg = "a cued rule needs value"
            raise ValueError(msg)
        return self


def _split(words: object) -> object:
    return tuple(word.strip() for word in words.split(",")) if isinstance(words, str) else words


# A list, or one string with commas, which is read ten times as fast: packs hold thousands of words.
WordList = Annotated[tuple[str, ...], BeforeValidator(_split)]


class Pack(_Strict):
    """One file of rules.

    Attributes:
        version: Of the format; 1.
        words: Word groups: group -> language (or `all`) -> words. Words are matched folded (lower case, no
            diacritics) at word boundaries; a trailing `*` allows any ending, a leading `*` any beginning.
        parts: Pieces of expressions, written `{{name}}` in the rules of any pack.
        recognizers: The rules.
    """

    version: Literal[1]
    words: dict[Identifier, dict[str, WordList]] = {}
    parts: dict[Identifier, str] = {}
    recognizers: tuple[Recognizer, ...] = ()
    _path: Path | None = PrivateAttr(None)

    @property
    def is_users(self) -> bool:
        """Whether it was read from a folder of the user's."""
        return self._path is not None

    def place(self, number: int) -> str:
        """Return file and line of a rule, as the beginning of an error text; empty for our own packs."""
        if self._path is None:
            return ""
        return f"{self._path.name}:{line_of(self._path, ('recognizers', number))}: "


def load_packs(folders: Sequence[Path] | None = None) -> list[Pack]:
    """Read all packs of the given folders; the bundled ones when none is given.

    Raises:
        PolicyError: A file is wrong, a rule name is taken, or a word group or entity type is unknown.
    """
    found = folders if folders is not None else [bundled("policies") / "recognizers"]
    packs = [_load(path) for folder in found for path in yaml_files(folder)]
    check_packs(packs)
    return packs


def _load(path: Path) -> Pack:
    pack = load_model(path, Pack)
    if not path.is_relative_to(bundled("policies")):
        pack._path = path  # noqa: SLF001 - not a key of the file
    return pack


def check_packs(packs: Sequence[Pack]) -> None:
    """Refuse rules of one name, unknown types, and word groups that no pack defines."""
    types = load_entities().types | {LOOK_ALIKE}
    groups = {group for pack in packs for group in pack.words}
    names: set[str] = set()
    for pack, number, rule in ((p, n, rule) for p in packs for n, rule in enumerate(p.recognizers)):
        if rule.name in names:
            raise PolicyError(f"{pack.place(number)}recognizer {rule.name!r} is defined twice")
        if rule.entity_type not in types:
            raise PolicyError(
                f"{pack.place(number)}recognizer {rule.name!r}: no entity type is called {rule.entity_type}",
                hint="See docs/reference/entities.md for the types.",
            )
        names.add(rule.name)
        for group in (*rule.context, *rule.cues, *rule.unless, *rule.needs, *rule.reject, *rule.subtypes):
            if group not in groups:
                raise PolicyError(
                    f"{pack.place(number)}recognizer {rule.name!r}: unknown word group {group!r}"
                )
