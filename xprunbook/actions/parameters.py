"""Reading a job's parameters in the types a kind declared."""

from __future__ import annotations

from collections.abc import Mapping

from xprunbook.runbook.substitute import Filled, SecretHandle

Parameters = Mapping[str, Filled]


def text(parameters: Parameters, name: str, otherwise: str = "") -> str:
    """A text; ``otherwise`` if it was left out."""
    value = parameters.get(name)
    if value is None or isinstance(value, tuple | Mapping):
        return otherwise
    return str(value)


def number(parameters: Parameters, name: str, otherwise: int) -> int:
    """A whole number; ``otherwise`` if it was left out or is none."""
    value = parameters.get(name)
    if isinstance(value, int):
        return int(value)
    return int(value) if isinstance(value, str) and value.strip().isdecimal() else otherwise


def flag(parameters: Parameters, name: str) -> bool:
    """A yes or no; no if it was left out."""
    return parameters.get(name) in (True, "yes")


def names(parameters: Parameters, name: str) -> tuple[str, ...]:
    """A list, lists inside it opened up (``["-d", "${databases}"]``). A single text is one element."""
    return _flat(parameters.get(name))


def _flat(value: Filled) -> tuple[str, ...]:
    if isinstance(value, SecretHandle) or value is None or isinstance(value, Mapping):
        return ()
    if isinstance(value, tuple):
        return tuple(item for part in value for item in _flat(part))
    if isinstance(value, bool):
        return ("true" if value else "false",)
    return (str(value),)


def secret(parameters: Parameters, name: str) -> SecretHandle | None:
    """The handle of a secret; None if it was left out."""
    value = parameters.get(name)
    return value if isinstance(value, SecretHandle) else None
