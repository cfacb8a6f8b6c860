"""The door to presidio-anonymizer's operators; importing this module is cheap, using it is not (1.0 s)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pii_guard.errors import MissingPartError, PolicyError

if TYPE_CHECKING:
    from collections.abc import Mapping


def anonymize(operator: str, value: str, entity_type: str, params: Mapping[str, str]) -> str:
    """Run one operator of presidio-anonymizer on one value.

    Args:
        operator: Its name there, such as `mask`.
        value: The text to be replaced.
        entity_type: Its type.
        params: The operator's settings; whole numbers and true/false are read from their text.

    Raises:
        MissingPartError: presidio-anonymizer is not installed.
        PolicyError: There is no such operator, or it refuses its settings.
    """
    try:
        from presidio_anonymizer import AnonymizerEngine  # noqa: PLC0415
        from presidio_anonymizer.entities import OperatorConfig, RecognizerResult  # noqa: PLC0415
    except ImportError:
        raise MissingPartError("presidio-anonymizer is not installed") from None
    engine: Any = AnonymizerEngine()  # type: ignore[no-untyped-call]
    if operator not in engine.get_anonymizers():
        raise PolicyError(f"presidio-anonymizer has no operator {operator!r}")
    config = OperatorConfig(operator, {name: _typed(text) for name, text in params.items()})
    where = [RecognizerResult(entity_type, 0, len(value), 1.0)]
    try:
        return str(engine.anonymize(value, where, {entity_type: config}).text)
    except Exception as error:  # noqa: BLE001 - operators of any origin run here
        # Not chained: the text of the cause may quote the value.
        raise PolicyError(f"presidio:{operator} refused its settings ({type(error).__name__})") from None


def _typed(text: str) -> str | int | bool:
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    return int(text) if text.isdecimal() else text
