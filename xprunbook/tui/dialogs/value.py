"""A field for a typed value: yes-no and choices as a list, everything else as a line, checked by its type."""

from __future__ import annotations

from textual.dom import DOMNode
from textual.widget import Widget

from xprunbook.base.language import Language
from xprunbook.runbook.model import Input, InputType, InputValue, Observation
from xprunbook.runbook.substitute import as_text
from xprunbook.runbook.values import ValueProblem, check_value
from xprunbook.tui.dialogs.fields import Choice, Choices, LineInput
from xprunbook.tui.dialogs.texts import DIALOGS


def value_words(asked: Input | Observation, value: InputValue, language: Language) -> str:
    """A value as people read it: yes and no in their language."""
    if asked.type is InputType.YES_NO and value in ("yes", "no"):
        return DIALOGS.say(str(value), language)
    return as_text(value)


def value_field(
    asked: Input | Observation,
    value: InputValue | None,
    language: Language,
    id: str,  # noqa: A002  # Textual's name
    *,
    unset: bool = False,
) -> Widget:
    """The field that fits. ``unset``: a list may also stay without an answer."""
    if asked.type in (InputType.YES_NO, InputType.CHOICE):
        words = ("yes", "no") if asked.type is InputType.YES_NO else asked.choices
        choices = [Choice(word, value_words(asked, word, language)) for word in words]
        if unset or value is None:
            choices.append(Choice("", DIALOGS.say("inputs-unset", language)))
        return Choices(choices, as_text(value) if value is not None else "", id=id)
    example = DIALOGS.say("example", language, example=asked.example) if asked.example else ""
    return LineInput(as_text(value) if value is not None else "", example=example, id=id)


def raw_value(node: DOMNode, id: str) -> str:  # noqa: A002  # Textual's name
    """What stands in the field, unchecked."""
    field = node.query_one(f"#{id}", Widget)
    if isinstance(field, Choices):
        return field.chosen
    return field.value.strip() if isinstance(field, LineInput) else ""


def read_value(
    node: DOMNode,
    asked: Input | Observation,
    id: str,  # noqa: A002  # Textual's name
    language: Language,
) -> tuple[InputValue | None, str]:
    """The checked value, or None and the sentence that says what is wrong with it."""
    raw = raw_value(node, id)
    if not raw:
        return None, DIALOGS.say("value-missing", language)
    try:
        return check_value(asked, raw, language), ""
    except ValueProblem as problem:
        return None, f"{problem.message} {problem.hint}".strip()
