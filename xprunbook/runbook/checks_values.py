"""Inputs, observations, conditions, and the names in the parameters of checks and actions."""

from __future__ import annotations

from collections.abc import Iterator

from xprunbook.runbook import access
from xprunbook.runbook.access import as_text, rows
from xprunbook.runbook.findings import Findings
from xprunbook.runbook.model import InputType
from xprunbook.runbook.nodes import ListNode, MapNode, Node, ScalarNode
from xprunbook.runbook.read import Reader
from xprunbook.runbook.substitute import lone_name, tokens_in

_YES_NO = ("yes", "no")


def check_inputs(root: Node, findings: Findings) -> None:
    """Choices belong to the type choice; a default must fit its own type."""
    for entry in access.entries(root, "inputs").values():
        node = entry.value
        if isinstance(node, MapNode):
            _check_choices(node, findings)
            _check_default(node, findings)
    for row in rows(root):
        observe = access.field(row.step, "observe")
        if isinstance(observe, MapNode):
            _check_choices(observe, findings)


def _check_choices(node: MapNode, findings: Findings) -> None:
    is_choice = access.text(node, "type") == InputType.CHOICE
    choices = access.items(node, "choices")
    if is_choice and "choices" not in node.entries:
        findings.error(access.place(node, "type"), "choices.missing")
    if "choices" in node.entries and not is_choice and "type" in node.entries:
        findings.error(node.entries["choices"], "choices.not-here", type=access.text(node, "type"))
    seen: set[str] = set()
    for choice in choices:
        word = as_text(choice)
        if word in seen:
            findings.error(choice, "choices.twice", word=word)
        seen.add(word)


def _check_default(node: MapNode, findings: Findings) -> None:
    default = access.field(node, "default")
    kind = access.text(node, "type")
    if default is None or not kind or (kind == InputType.CHOICE and not access.items(node, "choices")):
        return
    check_literal(default, kind, access.texts(node, "choices"), findings)


def check_literal(node: Node, kind: str, choices: tuple[str, ...], findings: Findings) -> None:
    """Check a written value against an input type."""
    from xprunbook.runbook.values import ValueProblem, check_as

    raw = tuple(as_text(item) for item in node.items) if isinstance(node, ListNode) else as_text(node)
    if isinstance(raw, tuple) and kind != InputType.NAMES:
        findings.error(node, "value.one", type=kind)
        return
    try:
        check_as(InputType(kind), raw, choices, findings.language)
    except ValueProblem as problem:
        findings.error(node, "value", said=problem.message)


def check_when(root: Node, findings: Findings) -> None:
    """A condition compares a yes-no or choice input with one of its values."""
    inputs = access.entries(root, "inputs")
    for row in rows(root):
        for name, entry in access.entries(row.step, "when").items():
            declared = inputs.get(name)
            kind = access.text(declared.value, "type") if declared else ""
            if not declared or not kind:
                continue
            if kind == InputType.YES_NO:
                valid: tuple[str, ...] = _YES_NO
            elif kind == InputType.CHOICE:
                valid = access.texts(declared.value, "choices")
            else:
                findings.error(entry, "when.type", name=name, type=kind)
                continue
            nodes = entry.value.items if isinstance(entry.value, ListNode) else (entry.value,)
            for node in nodes:
                value = as_text(node)
                if value not in valid:
                    findings.error(
                        node,
                        "when.value",
                        near=(value, valid),
                        name=name,
                        value=value,
                        words=", ".join(valid),
                    )


def uses(root: Node) -> Iterator[tuple[str, MapNode]]:
    """Every use of a kind with its role: ``check`` or ``action``."""
    for use in access.items(root, "on_failure"):
        if isinstance(use, MapNode):
            yield "check", use
    for row in rows(root):
        for name in ("before", "after"):
            for use in access.items(row.step, name):
                if isinstance(use, MapNode):
                    yield "check", use
        action = access.field(row.step, "action")
        if isinstance(action, MapNode):
            yield "action", action


def check_names(root: Node, reader: Reader) -> None:
    """The ``${name}`` in the parameters of every check and action."""
    for _, use in uses(root):
        for node in _scalars(use):
            _check_parameter_names(node, root, reader)


def _scalars(node: Node) -> Iterator[ScalarNode]:
    waiting = [node]
    while waiting:
        here = waiting.pop()
        if isinstance(here, ScalarNode):
            yield here
        elif isinstance(here, ListNode):
            waiting += reversed(here.items)
        else:
            waiting += [entry.value for entry in reversed([*here.entries.values()])]


def _check_parameter_names(node: ScalarNode, root: Node, reader: Reader) -> None:
    """Inputs may stand anywhere in a parameter, a secret only alone."""
    text = as_text(node)
    secrets = access.entries(root, "secrets")
    inputs = access.entries(root, "inputs")
    alone = lone_name(text)
    for token in tokens_in(text):
        at = reader.place_in(node, f"${{{token.name}")
        written = f"${{{token.name}}}" if token.name else text[token.offset : token.offset + 12]
        if not token.name:
            reader.findings.error(at, "name.broken", name=written, literal="$${", example="${name}")
        elif token.name in secrets:
            if not alone:
                reader.findings.error(at, "name.secret-inside", name=token.name)
        elif token.name not in inputs:
            valid = [*inputs, *secrets]
            reader.findings.error(at, "name.unknown", near=(token.name, valid), name=token.name)
