"""Puts input values where ``${name}`` stands: one pass, never a second one over what was put in.

``$${`` is a literal ``${``; a text that is nothing but ``${name}`` keeps the value's type. Never used for SQL
text or a shell line: values travel there as parameters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final, NamedTuple, TypeAlias

from xprunbook.runbook.model import Input, InputValue, Parameter

_TOKEN: Final = re.compile(r"\$\$\{|\$\{([a-z][a-z0-9_]{0,63})\}|\$\{")
_ESCAPED: Final = "$${"


class SecretHandle(NamedTuple):
    """Stands for a secret in filled parameters; the value is fetched by whoever uses it, and never stored."""

    id: str


Filled: TypeAlias = "str | int | bool | SecretHandle | tuple[Filled, ...] | Mapping[str, Filled] | None"
"""A parameter after substitution."""


class Token(NamedTuple):
    """One ``${…`` in a text: its offset and its name; the name is empty if it is not written as one."""

    offset: int
    name: str


class UnsetInput(KeyError):
    """A parameter needs an input that has no value; ``args[0]`` is its id."""


def tokens_in(text: str) -> Iterator[Token]:
    """Yield every substitution of the text, broken ones too, in order."""
    if "${" in text:
        for match in _TOKEN.finditer(text):
            if match[0] != _ESCAPED:
                yield Token(match.start(), match[1] or "")


def names_in(text: str) -> tuple[str, ...]:
    """The names a text refers to, each once, in order."""
    return tuple(dict.fromkeys(token.name for token in tokens_in(text) if token.name))


def names_in_parameter(parameter: Parameter) -> tuple[str, ...]:
    """The names a parameter refers to anywhere inside, each once, in order."""
    if isinstance(parameter, str):
        return names_in(parameter)
    inside: Collection[Parameter] = ()
    if isinstance(parameter, tuple):
        inside = parameter
    elif isinstance(parameter, Mapping):
        inside = parameter.values()
    return tuple(dict.fromkeys(name for item in inside for name in names_in_parameter(item)))


def lone_name(text: str) -> str:
    """The name if the text is nothing but one ``${name}``, else nothing."""
    match = _TOKEN.fullmatch(text)
    return (match[1] or "") if match else ""


def as_text(value: InputValue) -> str:
    """A value as people read it: a list of names with commas."""
    return value if isinstance(value, str) else ", ".join(value)


def _same(text: str) -> str:
    return text


def fill_text(
    text: str,
    values: Mapping[str, InputValue],
    inputs: Mapping[str, Input],
    quote: Callable[[str], str] = _same,
) -> str:
    """Fill a text for people; an input without value shows its title in angle brackets.

    ``quote`` makes what is put in harmless for where the text goes (Markdown, HTML).
    """
    if "${" not in text:
        return text

    def put(match: re.Match[str]) -> str:
        if match[0] == _ESCAPED:
            return "${"
        name = match[1]
        if not name:
            return match[0]
        if name in values:
            return quote(as_text(values[name]))
        return quote(f"<{inputs[name].title if name in inputs else name}>")

    return _TOKEN.sub(put, text)


def fill_parameter(
    parameter: Parameter, values: Mapping[str, InputValue], secrets: Collection[str] = ()
) -> Filled:
    """Fill a parameter for a check or action; raises UnsetInput where an input has no value.

    A lone ``${name}`` keeps its type; the name of a secret becomes its handle.
    """
    if isinstance(parameter, str):
        return _fill_word(parameter, values, secrets)
    if isinstance(parameter, tuple):
        return tuple(fill_parameter(item, values, secrets) for item in parameter)
    if isinstance(parameter, Mapping):
        return {name: fill_parameter(item, values, secrets) for name, item in parameter.items()}
    return parameter


def _fill_word(text: str, values: Mapping[str, InputValue], secrets: Collection[str]) -> Filled:
    alone = lone_name(text)
    if alone and alone in secrets:
        return SecretHandle(alone)
    if alone:
        return _value(alone, values)
    return _TOKEN.sub(
        lambda match: (
            "${" if match[0] == _ESCAPED else as_text(_value(match[1], values)) if match[1] else match[0]
        ),
        text,
    )


def _value(name: str, values: Mapping[str, InputValue]) -> InputValue:
    try:
        return values[name]
    except KeyError:
        raise UnsetInput(name) from None
