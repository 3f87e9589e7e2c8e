"""What shapes cannot say of plans, steps and their order: checked on nodes, which know their place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xprunbook.base.text import cells
from xprunbook.runbook import access
from xprunbook.runbook.access import Row, as_text, rows
from xprunbook.runbook.fields import LEAF_FIELDS, SHORT_STEP
from xprunbook.runbook.findings import Findings, Place
from xprunbook.runbook.nodes import MapNode, Node, ScalarNode

LONG_PHASE = 9
"""Steps of a phase that may stand without a gate."""


def defined(root: Node) -> dict[str, dict[str, Place]]:
    """All ids the file defines, by what they name, with their places; the first of equal ones."""
    known: dict[str, dict[str, Place]] = {
        name: dict[str, Place](access.entries(root, owner))
        for name, owner in (
            ("plan", "plans"),
            ("machine", "machines"),
            ("input", "inputs"),
            ("secret", "secrets"),
        )
    }
    known["question"] = _ids(access.items(root, "choose"))
    known["step"] = _ids(row.step for row in rows(root))
    return known


def check_ids(root: Node, findings: Findings) -> None:
    """Phases, steps and sub-steps share one space of ids, inputs and secrets another, questions a third."""
    table = [*access.items(root, "phases"), *(row.step for row in rows(root))]
    for nodes in (table, access.items(root, "choose")):
        first: dict[str, Place] = {}
        for node in nodes:
            word = access.text(node, "id")
            if not word or not isinstance(node, MapNode):
                continue
            here = access.place(node, "id")
            there = first.setdefault(word, here)
            if there is not here:
                findings.error(here, "id.twice", word=word, line=there.line, column=there.column)
    inputs = access.entries(root, "inputs")
    for name, entry in access.entries(root, "secrets").items():
        if name in inputs:
            findings.error(entry, "id.twice", word=name, line=inputs[name].line, column=inputs[name].column)


def check_steps(root: Node, findings: Findings) -> None:
    """Every row by itself, then what only all rows together show."""
    numbers: dict[str, Place] = {}
    marked: set[str] = set()
    for row in rows(root):
        plans = plans_of(row)
        marked.update(plans)
        _check_plans(row, plans, findings)
        _check_parts(row, findings)
        number = access.text(row.step, "number")
        if number:
            here = access.place(row.step, "number")
            there = numbers.setdefault(number, here)
            if there is not here:
                findings.warning(here, "number.twice", number=number, line=there.line)
    for plan, entry in access.entries(root, "plans").items():
        if plan not in marked:
            findings.warning(entry, "plan.empty", plan=plan)
    for phase in access.items(root, "phases"):
        count = len(access.items(phase, "steps"))
        if count > LONG_PHASE and not access.text(phase, "gate") and isinstance(phase, MapNode):
            findings.warning(access.place(phase, "id"), "phase.long", count=count, limit=LONG_PHASE)
    check_needs(root, findings)


def check_shorts(root: Node, findings: Findings) -> None:
    """A long title wants a short one; in every language."""
    for row in rows(root):
        title = access.text(row.step, "title")
        if cells(title) > SHORT_STEP and not access.text(row.step, "short"):
            findings.warning(
                access.place(row.step, "title"), "short.missing", cells=cells(title), limit=SHORT_STEP
            )


def plans_of(row: Row) -> Iterable[str]:
    """The plans a row is in: its own, or its parent's."""
    own = access.entries(row.step, "plans")
    return own if own or row.parent is None else access.entries(row.parent, "plans")


def _check_plans(row: Row, plans: Iterable[str], findings: Findings) -> None:
    """A row speaks only of plans it is in."""
    step = row.step
    known = set(plans)
    if not known:
        return
    if row.parent is not None:
        outer = access.entries(row.parent, "plans")
        for plan, entry in access.entries(step, "plans").items():
            if outer and plan not in outer:
                findings.error(entry, "plan.not-parents", plan=plan, parent=access.text(row.parent, "id"))
    spoken: list[tuple[str, Place]] = []
    for name in ("on", "minutes"):
        spoken += access.entries(step, name).items()
    for item in access.items(step, "point_of_no_return"):
        spoken.append((as_text(item), item))
    for plan, at in spoken:
        if plan not in known:
            findings.error(at, "plan.not-here", plan=plan, near=(plan, known))


def _check_parts(row: Row, findings: Findings) -> None:
    """A step is either ticked, or made of sub-steps, or a run of another runbook."""
    step = row.step
    if "steps" in step.entries:
        for name in LEAF_FIELDS:
            if name in step.entries:
                findings.error(step.entries[name], "step.not-leaf", field=name)
    elif "runbook" in step.entries and "action" in step.entries:
        findings.error(step.entries["action"], "step.child-action")
    if "undo_minutes" in step.entries and "undo" not in step.entries:
        findings.warning(step.entries["undo_minutes"], "step.undo-minutes")


def check_needs(root: Node, findings: Findings) -> None:
    """No step needs itself, its own parts or its parent, nor in a circle."""
    family: dict[str, set[str]] = {}
    needs: dict[str, list[tuple[str, ScalarNode]]] = {}
    parts: dict[str, list[str]] = {}
    parent_of: dict[str, str] = {}
    for row in rows(root):
        own = access.text(row.step, "id")
        parent = access.text(row.parent, "id")
        parent_of[own] = parent
        family[own] = {own, parent, *(access.text(child, "id") for child in access.items(row.step, "steps"))}
        parts.setdefault(parent, []).append(own)
        needs[own] = [
            (item.value, item)
            for item in access.items(row.step, "needs")
            if isinstance(item, ScalarNode) and isinstance(item.value, str)
        ]
    clean: dict[str, list[tuple[str, ScalarNode]]] = {}
    for own, wanted in needs.items():
        for word, node in wanted:
            if word in family[own]:
                findings.error(node, "needs.own", word=word)
        # A step with parts waits for what its parts wait for, and a part for what its step waits for.
        around = [edge for child in parts.get(own, ()) if own for edge in needs[child]]
        around += needs.get(parent_of[own], ())
        clean[own] = [edge for edge in (*wanted, *around) if edge[0] not in family[own]]
    for circle, node in circles(clean):
        findings.error(node, "needs.circle", circle=" → ".join(circle))


def circles(
    edges: Mapping[str, Iterable[tuple[str, ScalarNode]]],
) -> list[tuple[tuple[str, ...], ScalarNode]]:
    """The circles a depth-first walk meets, each with the node that closes it. No recursion."""
    found: list[tuple[tuple[str, ...], ScalarNode]] = []
    done: set[str] = set()
    for start in edges:
        path: list[str] = []
        stack: list[tuple[str, bool]] = [(start, False)]
        while stack:
            here, leaving = stack.pop()
            if leaving:
                path.pop()
                done.add(here)
                continue
            if here in done:
                continue
            path.append(here)
            stack.append((here, True))
            for there, node in edges.get(here, ()):
                if there in path:
                    found.append((_loop(path, there), node))
                elif there not in done:
                    stack.append((there, False))
    return found


def _loop(path: list[str], start: str) -> tuple[str, ...]:
    return (*path[path.index(start) :], start)


def _ids(nodes: Iterable[Node]) -> dict[str, Place]:
    known: dict[str, Place] = {}
    for node in nodes:
        word = access.text(node, "id")
        if word and isinstance(node, MapNode):
            known.setdefault(word, access.place(node, "id"))
    return known
