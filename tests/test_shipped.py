"""The shipped runbooks: no problem, no warning, in two languages."""

from __future__ import annotations

import pytest

from xprunbook.actions.catalogue import ActionKinds
from xprunbook.base.language import LANGUAGES
from xprunbook.runbook.library import Library

SHIPPED = [header.id for header in Library().list()]


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_runbook_has_no_warning(name: str) -> None:
    book, warnings = Library(kinds=dict(ActionKinds().specs)).load(name)
    assert warnings == ()
    assert set(book.languages) == set(LANGUAGES)


def test_they_are_all_there() -> None:
    assert {name for name in SHIPPED if name.startswith("xphone-")} == {
        "xphone-backup-share",
        "xphone-database-by-script",
        "xphone-journey-v5-v7",
        "xphone-sql-express-update",
        "xphone-v4-to-v9",
        "xphone-v5-v7-to-v8",
        "xphone-v8-to-v9",
        "xphone-which-way",
    }
