"""From a checked tree to the model. Nothing is checked here any more; what is absent gets its meaning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from xprunbook.base.language import Language
from xprunbook.base.text import shorten
from xprunbook.runbook.access import as_text, entries, field, flag, items, number, text, texts, values
from xprunbook.runbook.fields import SHORT_MACHINE, SHORT_PLAN, SHORT_STEP
from xprunbook.runbook.model import (
    Answer,
    ChildRunbook,
    Input,
    InputType,
    InputValue,
    Link,
    Machine,
    Mark,
    Note,
    Observation,
    Parameter,
    Phase,
    Plan,
    Question,
    Runbook,
    Secret,
    SecretScope,
    SecretType,
    Source,
    Step,
    Use,
)
from xprunbook.runbook.nodes import Entry, ListNode, MapNode, Node, ScalarNode

_MARKS = {str(mark): mark for mark in Mark}
_NO_ENTRIES: Mapping[str, Entry] = {}


def build(root: Node) -> Runbook:
    """Make the runbook of a tree without errors."""
    plans = {
        name: _plan(name, entry.value, place)
        for place, (name, entry) in enumerate(entries(root, "plans").items())
    }
    return Runbook(
        id=text(root, "id"),
        language=cast(Language, text(root, "language")),
        version=text(root, "version"),
        title=text(root, "title"),
        summary=_lines(root, "summary"),
        source=_source(field(root, "source")),
        plans=plans,
        machines={name: _machine(name, entry.value) for name, entry in entries(root, "machines").items()},
        questions=tuple(_question(node) for node in items(root, "choose")),
        inputs={name: _input(name, entry.value) for name, entry in entries(root, "inputs").items()},
        secrets={name: _secret(name, entry.value) for name, entry in entries(root, "secrets").items()},
        phases=tuple(_phase(node) for node in items(root, "phases")),
        on_failure=tuple(_use(use) for use in items(root, "on_failure")),
    )


def _lines(node: Node | None, name: str) -> str:
    """A text that may have several lines, without the line end a block leaves."""
    return text(node, name).strip("\n")


def _source(node: Node | None) -> Source | None:
    return None if node is None else Source(text(node, "title"), text(node, "edition"), text(node, "url"))


def _plan(name: str, node: Node, place: int) -> Plan:
    title = text(node, "title")
    return Plan(
        id=name,
        title=title,
        short=text(node, "short") or shorten(title, SHORT_PLAN),
        fits=_lines(node, "fits"),
        colour=text(node, "colour") or f"plan-{'abcdefgh'[place % 8]}",
    )


def _machine(name: str, node: Node) -> Machine:
    title = text(node, "title")
    return Machine(name, title, text(node, "short") or shorten(title, SHORT_MACHINE), text(node, "host"))


def _question(node: Node) -> Question:
    answers = tuple(
        Answer(
            say=text(answer, "say"),
            plan=text(answer, "plan") or text(field(answer, "runbook"), "plan"),
            next=text(answer, "next"),
            refuse=_lines(answer, "refuse"),
            why=_lines(answer, "why"),
            runbook=text(field(answer, "runbook"), "id"),
        )
        for answer in items(node, "answers")
    )
    return Question(text(node, "id"), text(node, "ask"), answers, _lines(node, "help"))


def _input(name: str, node: Node) -> Input:
    default = field(node, "default")
    value: InputValue | None = None
    kind = InputType(text(node, "type"))
    if default is not None:
        from xprunbook.runbook.values import check_as

        raw = (
            tuple(as_text(item) for item in default.items)
            if isinstance(default, ListNode)
            else as_text(default)
        )
        value = check_as(kind, raw, texts(node, "choices"))
    return Input(
        id=name,
        type=kind,
        title=text(node, "title"),
        help=_lines(node, "help"),
        example=text(node, "example"),
        default=value,
        choices=texts(node, "choices"),
        plans=texts(node, "plans"),
    )


def _secret(name: str, node: Node) -> Secret:
    return Secret(
        id=name,
        type=SecretType(text(node, "type")),
        title=text(node, "title"),
        scope=SecretScope(text(node, "scope") or SecretScope.RUN),
        optional=flag(node, "optional"),
        help=_lines(node, "help"),
    )


def _phase(node: Node) -> Phase:
    steps = tuple(_step(step, None) for step in items(node, "steps"))
    return Phase(text(node, "id"), text(node, "title"), steps, _lines(node, "gate"))


def _step(node: Node, parent: Step | None) -> Step:
    """One row. A sub-step takes over its parent's plans, machine, needs, conditions and origin."""
    own = {plan: _MARKS[as_text(entry.value)] for plan, entry in entries(node, "plans").items()}
    plans = own or (parent.plans if parent else {})
    title = text(node, "title")
    needs = texts(node, "needs")
    when = {name: values(entry.value) for name, entry in entries(node, "when").items()}
    on = {plan: as_text(value) for plan, value in _by_plan(field(node, "on"), plans).items()}
    if parent is not None:
        needs = tuple(dict.fromkeys((*parent.needs, *needs)))
        when = {**parent.when, **when}
        on = on or {plan: role for plan, role in parent.on.items() if plan in plans}
    step = Step(
        id=text(node, "id"),
        number=text(node, "number"),
        title=title,
        short=text(node, "short") or shorten(title, SHORT_STEP),
        plans=plans,
        parent=parent.id if parent else "",
        on=on,
        minutes={plan: _integer(value) for plan, value in _by_plan(field(node, "minutes"), plans).items()},
        needs=needs,
        do=_lines(node, "do"),
        hints=_notes(node, "hints"),
        warnings=_notes(node, "warnings"),
        links=tuple(Link(text(link, "title"), text(link, "url")) for link in items(node, "links")),
        observe=_observation(field(node, "observe")),
        before=tuple(_use(use) for use in items(node, "before")),
        action=_action(field(node, "action")),
        after=tuple(_use(use) for use in items(node, "after")),
        undo=_lines(node, "undo"),
        undo_minutes=number(node, "undo_minutes"),
        when=when,
        overwrites=text(node, "overwrites"),
        ours=text(node, "origin") == "ours" or (parent is not None and parent.ours),
        no_return=_no_return(node, plans),
        runbook=_child(field(node, "runbook"), plans),
    )
    parts = items(node, "steps")
    if not parts:
        return step
    return _with_parts(step, tuple(_step(part, step) for part in parts))


def _with_parts(step: Step, parts: tuple[Step, ...]) -> Step:
    from dataclasses import replace

    return replace(step, steps=parts)


def _by_plan(node: Node | None, plans: Iterable[str]) -> dict[str, Node]:
    """One value for every plan, or a map by plan."""
    if isinstance(node, MapNode):
        return {plan: node.entries[plan].value for plan in plans if plan in node.entries}
    return {} if node is None else dict.fromkeys(plans, node)


def _integer(node: Node) -> int:
    return node.value if isinstance(node, ScalarNode) and isinstance(node.value, int) else 0


def _notes(node: Node, name: str) -> tuple[Note, ...]:
    return tuple(
        Note(_lines(item, "text"), flag(item, "unconfirmed"))
        if isinstance(item, MapNode)
        else Note(as_text(item).strip("\n"))
        for item in items(node, name)
    )


def _observation(node: Node | None) -> Observation | None:
    if node is None:
        return None
    return Observation(
        type=InputType(text(node, "type")),
        title=text(node, "title"),
        help=_lines(node, "help"),
        example=text(node, "example"),
        choices=texts(node, "choices"),
    )


def _action(node: Node | None) -> Use | None:
    return None if node is None else _use(node)


def _use(node: Node) -> Use:
    assert isinstance(node, MapNode)
    ((kind, entry),) = node.entries.items()
    given = entry.value.entries if isinstance(entry.value, MapNode) else _NO_ENTRIES
    parameters = {name: _parameter(item.value) for name, item in given.items()}
    return Use(kind, parameters, entry.line, entry.column)


def _parameter(node: Node) -> Parameter:
    """A parameter as written; the depth of a file is bounded by the parser."""
    if isinstance(node, ScalarNode):
        return node.value
    if isinstance(node, ListNode):
        return tuple(_parameter(item) for item in node.items)
    return {name: _parameter(entry.value) for name, entry in node.entries.items()}


def _no_return(node: Node, plans: Iterable[str]) -> frozenset[str]:
    if flag(node, "point_of_no_return"):
        return frozenset(plans)
    return frozenset(texts(node, "point_of_no_return"))


def _child(node: Node | None, plans: Iterable[str]) -> ChildRunbook | None:
    if node is None:
        return None
    theirs = _by_plan(field(node, "plan"), plans)
    return ChildRunbook(text(node, "id"), {plan: as_text(value) for plan, value in theirs.items()})
