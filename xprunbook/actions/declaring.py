"""How a kind is declared: parameters by type, and a row that says where its class stands. No kind is imported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from xprunbook.runbook.kinds import Kind, ParameterSpec, ParameterType

TEXT: Final = ParameterSpec(ParameterType.TEXT)
LITERAL: Final = ParameterSpec(ParameterType.TEXT, literal=True)
HOST: Final = ParameterSpec(ParameterType.HOST)
PORT: Final = ParameterSpec(ParameterType.PORT)
PATH: Final = ParameterSpec(ParameterType.PATH)
NUMBER: Final = ParameterSpec(ParameterType.INTEGER)


def optional(kind: ParameterType, choices: tuple[str, ...] = ()) -> ParameterSpec:
    """A parameter that may be left out."""
    return ParameterSpec(kind, required=False, choices=choices)


@dataclass(frozen=True, slots=True)
class Row:
    """One kind. ``place``: ``module:Class`` below ``xprunbook.actions``.

    ``off``: a capability that is only there when the settings name it.
    """

    kind: Kind
    place: str
    off: bool = False


def check_row(name: str, place: str, parameters: Mapping[str, ParameterSpec]) -> Row:
    """A check. Each may say which step or runbook helps when it fails (``helped_by``)."""
    helped = {**parameters, "helped_by": optional(ParameterType.TEXT)}
    return Row(Kind(name, helped, action=False), place)


def action_row(name: str, place: str, parameters: Mapping[str, ParameterSpec], off: bool = False) -> Row:
    """An action; as a check its inspection alone is used. A kind that cannot look is an action only."""
    return Row(Kind(name, parameters), place, off)
