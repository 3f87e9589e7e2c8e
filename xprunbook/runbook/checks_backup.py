"""What destroys something wants a backup before it: told as a warning, by the words of ids and titles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from xprunbook.runbook import access
from xprunbook.runbook.access import Row, as_text, rows
from xprunbook.runbook.checks import plans_of
from xprunbook.runbook.findings import Findings
from xprunbook.runbook.nodes import Node

_BACKUP: Final = re.compile(r"back[ -]?up|sicherung|\bsichern\b|snapshot|\bdump\b|\babbild\b", re.IGNORECASE)
_TOOL: Final = re.compile(r"backup[ -]?manager\w*|sicherungs-?manager\w*", re.IGNORECASE)
# A step that brings a backup back, throws it away or prepares the place for it makes none.
_OTHERWISE: Final = re.compile(
    r"restor|wiederherstell|zurück|lösch|delet|entfern|remov|\bshare|freigabe|\btest|prüf|check|verif|plan\b",
    re.IGNORECASE,
)


def names_backup(row: Row) -> bool:
    """Whether a step says by its id or title that it makes a backup."""
    for name in ("id", "title"):
        said = _TOOL.sub("", access.text(row.step, name))
        if _BACKUP.search(said) and not _OTHERWISE.search(said):
            return True
    return False


def check_backups(root: Node, findings: Findings) -> None:
    """Whatever overwrites or cannot be taken back: a backup stands before it or among its needs, in every plan."""
    table = list(rows(root))
    backups = [row for row in table if names_backup(row)]
    needing = {
        plan: _needing([row for row in backups if plan in plans_of(row)], table)
        for plan in access.entries(root, "plans")
    }
    saved: set[str] = set()
    for row in table:
        if names_backup(row):
            saved.update(plans_of(row))
        own = access.text(row.step, "id")
        for name, code, plans in _destroys(row):
            bare = [plan for plan in plans if plan not in saved and own not in needing.get(plan, ())]
            if bare:
                findings.warning(access.place(row.step, name), code, plans=", ".join(bare))


def _destroys(row: Row) -> Iterator[tuple[str, str, Iterable[str]]]:
    """The fields that say what a step destroys, the code of the warning, and the plans in which it does."""
    if access.text(row.step, "overwrites"):
        yield "overwrites", "backup.overwrites", plans_of(row)
    if access.flag(row.step, "point_of_no_return"):
        yield "point_of_no_return", "backup.no-return", plans_of(row)
    else:
        yield "point_of_no_return", "backup.no-return", access.texts(row.step, "point_of_no_return")


def _needing(backups: Iterable[Row], table: Iterable[Row]) -> set[str]:
    """The ids of all steps that need one of the backups, directly or over others. No recursion.

    Who needs a step needs its parts; what a step needs, its parts need.
    """
    needers: dict[str, list[str]] = {}
    parts: dict[str, list[str]] = {}
    parent_of: dict[str, str] = {}
    for row in table:
        own, parent = access.text(row.step, "id"), access.text(row.parent, "id")
        parent_of[own] = parent
        parts.setdefault(parent, []).append(own)
        for item in access.items(row.step, "needs"):
            needers.setdefault(as_text(item), []).append(own)
    found: set[str] = set()
    waiting = [access.text(row.step, "id") for row in backups]
    while waiting:
        here = waiting.pop()
        others = [*needers.get(here, ()), *needers.get(parent_of.get(here, ""), ())]
        if here in found:
            others += parts.get(here, ())
        for other in others:
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found
