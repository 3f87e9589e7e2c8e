"""Names with ``*``: services, application pools, sources of events. Nothing else is special."""

from __future__ import annotations


def fits(name: str, pattern: str) -> bool:
    """Whether a name fits a pattern: exact, or with ``*`` for any text, in any letter case."""
    name, pattern = name.casefold(), pattern.casefold()
    if "*" not in pattern:
        return name == pattern
    first, *middle, last = pattern.split("*")
    if len(name) < len(first) + len(last) or not (name.startswith(first) and name.endswith(last)):
        return False
    at, end = len(first), len(name) - len(last)
    for part in middle:
        found = name.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True
