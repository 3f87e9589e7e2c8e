"""The parameters of checks and actions against the kinds a program has."""

from __future__ import annotations

from xprunbook.runbook import access
from xprunbook.runbook.access import as_text, rows
from xprunbook.runbook.checks import plans_of
from xprunbook.runbook.checks_values import check_literal, uses
from xprunbook.runbook.findings import Findings
from xprunbook.runbook.kinds import FITTING, SECRET_PARAMETERS, Catalogue, Kind, ParameterSpec, ParameterType
from xprunbook.runbook.nodes import Entry, ListNode, MapNode, Node, ScalarNode
from xprunbook.runbook.substitute import lone_name, tokens_in


def check_uses(root: Node, findings: Findings, kinds: Catalogue) -> None:
    """An unknown kind is a warning (by hand only), a wrong parameter of a known one an error."""
    for role, use in uses(root):
        if len(use.entries) != 1:
            continue
        ((name, entry),) = use.entries.items()
        kind = kinds.get(name)
        if kind is None:
            findings.warning(entry, "kind.unknown", near=(name, kinds), kind=name)
        elif not (kind.check if role == "check" else kind.action):
            findings.error(entry, f"kind.no-{role}", kind=name)
        else:
            _check_parameters(entry, kind, root, findings)


def check_taking_back(root: Node, findings: Findings, kinds: Catalogue) -> None:
    """What an action gives for a time, a later step of every plan takes back: as long as it is open, so is the run."""
    later: dict[str, set[str]] = {plan: set() for plan in access.entries(root, "plans")}
    for row in reversed(list(rows(root))):
        for name, entry in access.entries(row.step, "action").items():
            kind = kinds.get(name)
            back = kind.taken_back_by if kind else ""
            bare = [plan for plan in plans_of(row) if back and back not in later.get(plan, ())]
            if bare:
                findings.warning(entry, "kind.not-taken-back", kind=name, back=back, plans=", ".join(bare))
            for plan in plans_of(row):
                later.setdefault(plan, set()).add(name)


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
    if spec.literal and any(tokens_in(as_text(node))):
        findings.error(node, "parameter.literal", name=name)
        return
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
        findings.error(node, code, name=name, type=str(spec.type), words=", ".join(spec.choices))


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
        check_literal(node, spec.type, (), findings)
    return ""
