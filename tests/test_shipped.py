"""The shipped runbooks: no problem, no warning, in two languages."""

from __future__ import annotations

import pytest

from xprunbook.actions.catalogue import ActionKinds
from xprunbook.base.language import LANGUAGES, Language
from xprunbook.runbook.library import Library

SHIPPED = [header.id for header in Library().list()]


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_runbook_has_no_warning(name: str) -> None:
    book, warnings = Library(kinds=dict(ActionKinds().specs)).load(name)
    assert warnings == ()
    assert set(book.languages) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [name for name in SHIPPED if name.startswith("xphone-")])
def test_no_title_is_cut_in_the_plan_at_80_columns(name: str, language: Language) -> None:
    """What the table of the plan leaves for a title beside four plans: 30 cells, two fewer for a sub-step."""
    steps = Library().load(name)[0].speak(language).steps.values()
    cut = [step.id for step in steps if len(step.short or step.title) > (28 if step.parent else 30)]
    assert cut == []


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
