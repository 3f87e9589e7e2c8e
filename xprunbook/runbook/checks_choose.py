"""The plan chooser as a graph: every question is reached, none comes twice, every answer leads somewhere."""

from __future__ import annotations

from xprunbook.runbook import access
from xprunbook.runbook.checks import circles
from xprunbook.runbook.findings import Findings
from xprunbook.runbook.nodes import MapNode, Node, ScalarNode

_ENDS = ("plan", "next", "refuse", "runbook")


def check_chooser(root: Node, findings: Findings) -> None:
    """Check answers, then reachability and circles, then whether every plan can be chosen."""
    questions = access.items(root, "choose")
    _check_table(root, findings)
    if not questions:
        return
    edges: dict[str, list[tuple[str, ScalarNode]]] = {}
    places: dict[str, MapNode] = {}
    reached: set[str] = set()
    for question in questions:
        own = access.text(question, "id")
        edges.setdefault(own, [])
        if isinstance(question, MapNode):
            places.setdefault(own, question)
        for answer in access.items(question, "answers"):
            if not isinstance(answer, MapNode):
                continue
            if sum(name in answer.entries for name in _ENDS) != 1:
                findings.error(answer, "answer.ends")
            following = access.field(answer, "next")
            if isinstance(following, ScalarNode) and isinstance(following.value, str):
                edges[own].append((following.value, following))
            reached.add(access.text(answer, "plan"))
    for circle, node in circles(edges):
        findings.error(node, "choose.circle", circle=" → ".join(circle))
    seen = _reachable(edges, access.text(questions[0], "id"))
    for own, question in places.items():
        if own and own not in seen:
            findings.error(access.place(question, "id"), "choose.unreached", word=own)
    for plan, entry in access.entries(root, "plans").items():
        if plan not in reached:
            findings.warning(entry, "choose.no-plan", plan=plan)


def _check_table(root: Node, findings: Findings) -> None:
    """Without a table of its own a runbook only asks: then every answer must lead on, and some to another one."""
    answers = [
        answer
        for question in access.items(root, "choose")
        for answer in access.items(question, "answers")
        if isinstance(answer, MapNode)
    ]
    if any("runbook" in answer.entries for answer in answers) and not access.entries(root, "plans"):
        return
    for name in ("plans", "phases"):
        if isinstance(root, MapNode) and "id" in root.entries and name not in root.entries:
            findings.error(root.entries["id"], "field.missing", field=name, owner="runbook")


def _reachable(edges: dict[str, list[tuple[str, ScalarNode]]], start: str) -> set[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        here = waiting.pop()
        if here not in seen:
            seen.add(here)
            waiting += [there for there, _ in edges.get(here, ())]
    return seen
