"""Names with ``*``: services, pools, sources of events. Nothing else is special, letters count in any case."""

from __future__ import annotations

import re


def fits(name: str, pattern: str) -> bool:
    """Whether a name is the pattern, or fits it where the pattern has ``*``."""
    parts = (re.escape(part) for part in pattern.casefold().split("*"))
    return re.fullmatch(".*".join(parts), name.casefold(), re.DOTALL) is not None
