"""Steps and answers that lead to other runbooks: whether those are there, and have the plan."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Protocol

from xprunbook.runbook import access
from xprunbook.runbook.access import as_text, rows
from xprunbook.runbook.findings import Findings
from xprunbook.runbook.nodes import MapNode, Node


class Others(Protocol):
    """The other runbooks there are. Asked for by name: reading all of them would cost more than the check."""

    def plans_of(self, name: str) -> Collection[str] | None:
        """The plans of a runbook; None if there is none of this id."""
        ...

    def names(self) -> Collection[str]:
        """The ids of all of them."""
        ...


def check_others(root: Node, findings: Findings, others: Others) -> None:
    """Warn of what is not there: the runbook opens all the same, and the other one may come later."""
    known: dict[str, Collection[str] | None] = {access.text(root, "id"): tuple(access.entries(root, "plans"))}
    for goal in _goals(root):
        name = access.text(goal, "id")
        if not name:
            continue
        if name not in known:
            known[name] = others.plans_of(name)
        plans = known[name]
        if plans is None:
            findings.warning(
                access.place(goal, "id"), "other.unknown", near=(name, others.names()), name=name
            )
            continue
        plan = access.field(goal, "plan")
        wanted = [entry.value for entry in plan.entries.values()] if isinstance(plan, MapNode) else [plan]
        for node in wanted:
            word = as_text(node)
            if node is not None and word and word not in plans:
                findings.warning(node, "other.plan", near=(word, plans), name=name, plan=word)


def _goals(root: Node) -> Iterator[MapNode]:
    """What stands at ``runbook:`` of steps and answers."""
    owners: list[Node] = [row.step for row in rows(root)]
    owners += [
        answer for question in access.items(root, "choose") for answer in access.items(question, "answers")
    ]
    for owner in owners:
        goal = access.field(owner, "runbook")
        if isinstance(goal, MapNode):
            yield goal
