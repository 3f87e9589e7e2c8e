"""Inputs, observations, conditions, and the parameters of checks and actions."""

from __future__ import annotations

from collections.abc import Iterator

from xprunbook.runbook import access
from xprunbook.runbook.access import as_text, rows
from xprunbook.runbook.findings import Findings, Place
from xprunbook.runbook.kinds import FITTING, SECRET_PARAMETERS, Catalogue, Kind, ParameterSpec, ParameterType
from xprunbook.runbook.model import InputType
from xprunbook.runbook.nodes import Entry, ListNode, MapNode, Node, ScalarNode
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
    _check_literal(default, kind, access.texts(node, "choices"), findings)


def _check_literal(node: Node, kind: str, choices: tuple[str, ...], findings: Findings) -> None:
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
            value = as_text(entry.value)
            if kind == InputType.YES_NO:
                valid: tuple[str, ...] = _YES_NO
            elif kind == InputType.CHOICE:
                valid = access.texts(declared.value, "choices")
            else:
                findings.error(entry, "when.type", name=name, type=kind)
                continue
            if value not in valid:
                findings.error(
                    entry.value,
                    "when.value",
                    near=(value, valid),
                    name=name,
                    value=value,
                    words=", ".join(valid),
                )


def check_uses(root: Node, reader: Reader, kinds: Catalogue | None) -> None:
    """Names in the parameters of every check and action; with known kinds their parameters, too."""
    for row in rows(root):
        uses = [*access.items(row.step, "before"), *access.items(row.step, "after")]
        for use in uses:
            _check_use(use, "check", root, reader, kinds)
        action = access.field(row.step, "action")
        if action is not None:
            _check_use(action, "action", root, reader, kinds)


def _check_use(use: Node, role: str, root: Node, reader: Reader, kinds: Catalogue | None) -> None:
    if not isinstance(use, MapNode) or len(use.entries) != 1:
        return
    ((name, entry),) = use.entries.items()
    for node in _scalars(entry.value):
        _check_parameter_names(node, root, reader)
    if kinds is None:
        return
    kind = kinds.get(name)
    if kind is None:
        reader.findings.warning(entry, "kind.unknown", near=(name, kinds), kind=name)
    elif not (kind.check if role == "check" else kind.action):
        reader.findings.error(entry, f"kind.no-{role}", kind=name)
    else:
        _check_parameters(entry, kind, root, reader.findings)


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


def _check_parameters(entry: Entry, kind: Kind, root: Node, findings: Findings) -> None:
    given = entry.value.entries if isinstance(entry.value, MapNode) else {}
    for name, parameter in given.items():
        spec = kind.parameters.get(name)
        if spec is None:
            findings.error(
                parameter, "parameter.unknown", near=(name, kind.parameters), name=name, kind=kind.name
            )
        else:
            _check_parameter(parameter.value, name, spec, root, findings)
    for name, spec in kind.parameters.items():
        if spec.required and name not in given:
            findings.error(entry, "parameter.missing", name=name, kind=kind.name)


def _check_parameter(node: Node, name: str, spec: ParameterSpec, root: Node, findings: Findings) -> None:
    alone = lone_name(as_text(node))
    if alone:
        declared = access.entries(root, "inputs").get(alone) or access.entries(root, "secrets").get(alone)
        kind = access.text(declared.value, "type") if declared else ""
        if kind and kind not in FITTING[spec.type]:
            findings.error(
                node,
                "parameter.type-of",
                name=name,
                type=str(spec.type),
                given=alone,
                is_type=kind,
                words=", ".join(sorted(FITTING[spec.type])),
            )
        return
    code = _literal_problem(node, spec, findings)
    if code:
        at: Place = node
        findings.error(at, code, name=name, type=str(spec.type), words=", ".join(spec.choices))


def _literal_problem(node: Node, spec: ParameterSpec, findings: Findings) -> str:
    """The code of what is wrong with a written parameter value, or nothing; some are told here."""
    if spec.type in SECRET_PARAMETERS:
        return "parameter.secret"
    if spec.type is ParameterType.NAMES:
        if isinstance(node, ListNode):
            fits = all(as_text(item) for item in node.items)
            return "" if fits and node.items else "parameter.type"
        return "" if as_text(node) else "parameter.type"
    if not isinstance(node, ScalarNode):
        return "parameter.type"
    value = node.value
    if spec.type is ParameterType.FLAG:
        return "" if isinstance(value, bool) else "parameter.type"
    if spec.type in (ParameterType.INTEGER, ParameterType.PORT):
        if not isinstance(value, int) or isinstance(value, bool):
            return "parameter.type"
        return "" if spec.type is ParameterType.INTEGER or 1 <= value <= 65535 else "parameter.type"
    if not isinstance(value, str):
        return "parameter.type"
    if "${" in value:
        return ""
    if spec.choices and value not in spec.choices:
        return "parameter.choice"
    if spec.type is not ParameterType.TEXT:
        _check_literal(node, spec.type, (), findings)
    return ""
