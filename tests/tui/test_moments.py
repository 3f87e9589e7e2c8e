"""Times as people write them."""

from __future__ import annotations

from datetime import datetime

import pytest

from xprunbook.base.language import Language
from xprunbook.tui.moments import hours, read_moment, write_moment

NOW = datetime(2026, 3, 14, 22, 30).timestamp()


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("23:00", datetime(2026, 3, 14, 23, 0)),
        ("6:00", datetime(2026, 3, 15, 6, 0)),
        ("06.00", datetime(2026, 3, 15, 6, 0)),
        ("15.03. 06:00", datetime(2026, 3, 15, 6, 0)),
        ("15.3.2027, 06:00", datetime(2027, 3, 15, 6, 0)),
        ("01.02. 06:00", datetime(2027, 2, 1, 6, 0)),
        ("2026-03-15 06:00", datetime(2026, 3, 15, 6, 0)),
        ("2026-03-15T06:00", datetime(2026, 3, 15, 6, 0)),
        ("03-15 06:00", datetime(2026, 3, 15, 6, 0)),
    ],
)
def test_reading(text: str, moment: datetime) -> None:
    assert read_moment(text, NOW) == moment.timestamp()


@pytest.mark.parametrize(
    "text", ["", "soon", "25:00", "06:60", "31.02. 06:00", "99-99 06:00", "6", "9999-12-31 23:59:00"]
)
def test_no_time(text: str) -> None:
    assert read_moment(text, NOW) is None


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("ahead", [60, 3_600 * 8, 86_400 * 3, 86_400 * 400])
def test_what_is_written_reads_back(language: Language, ahead: int) -> None:
    moment = NOW + ahead
    assert read_moment(write_moment(moment, NOW, language), NOW) == moment


def test_planned_minutes() -> None:
    assert [hours(minutes) for minutes in (0, 45, 60, 200)] == ["0 min", "45 min", "1:00 h", "3:20 h"]
