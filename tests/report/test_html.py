"""The HTML file: valid, offline, escaped, and page one says what matters."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from tests.report.builders import Desk
from tests.report.reader import Page
from tests.report.test_document import worked_through
from xprunbook.base.language import Language
from xprunbook.report.html import html_report
from xprunbook.report.markup import Html, el, style_element
from xprunbook.run import commands as c
from xprunbook.run import events as e
from xprunbook.run.verify import code_of


def page_one(html: bytes) -> str:
    """The words before the first page break."""
    return Page(html[: html.index(b'<section class="about')] + b"</main></body></html>").words


@pytest.mark.parametrize("language", ["de", "en"])
def test_it_is_one_closed_file(language: Language) -> None:
    page = Page(html_report(worked_through().report(language)))
    assert page.faults == []
    assert page.values("html", "lang") == [language]
    assert page.tags.count("h1") == 1
    assert "script" not in page.tags


def test_ids_are_unique_and_links_arrive() -> None:
    page = Page(html_report(worked_through().report()))
    ids = [value for _, name, value in page.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.values("a", "href")} <= set(ids)


def test_headings_do_not_skip_levels() -> None:
    levels = [
        int(tag[1])
        for tag in Page(html_report(worked_through().report())).tags
        if re.fullmatch("h[1-6]", tag)
    ]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_tables_name_their_columns_and_rows() -> None:
    page = Page(html_report(worked_through().report()))
    assert page.tags.count("th") == len(page.values("th", "scope"))
    assert set(page.values("th", "scope")) == {"col", "row", "rowgroup"}


def test_page_one_says_what_matters() -> None:
    desk = worked_through()
    words = page_one(html_report(desk.report()))
    for part in (
        "Updates auf dem Webserver einspielen",
        "Plan B Im Wartungsfenster Es gibt nur einen Server.",
        "abgeschlossen mit offenen Pflichten",
        "2b Datenbank sichern Macht der DBA.",
        "6 Server neu starten Herr Ohm, bis morgen Fenster zu Ende",
        "Ada Lovelace Engines AG CORP\\ada WEB01",
        "Emmy Noether Ringe GmbH",
        code_of(desk.state.head),
        "Nicht bewiesen ist",
        "Wieder geöffnete Schritte: 1",
    ):
        assert part in words, part


def test_page_one_of_an_unfinished_run_says_so() -> None:
    desk = Desk(practice=True)
    desk.ask(c.Tick("announce"), 5)
    words = page_one(html_report(desk.report("en")))
    assert "unfinished as of 2026-11-06 22:07:11 +01:00" in words
    assert "Interim report: the run is not closed." in words
    assert "Practice: this run was a rehearsal" in words
    assert "None so far." in words


def test_page_one_of_a_broken_or_torn_record_says_so() -> None:
    desk = worked_through()
    lines = desk.lines.split(b"\n")
    desk.lines = b"\n".join([*lines[:5], lines[5].replace(b"ada", b"adb"), *lines[6:]])
    words = page_one(html_report(desk.report()))
    assert "Die Aufzeichnung ist in Zeile 6 verändert oder beschädigt." in words
    desk.lines = b"\n".join([*lines[:5], lines[5][:40]])
    assert "Die letzte Zeile ist unvollständig (40 Bytes)" in page_one(html_report(desk.report()))


def test_a_wrong_code_is_the_first_alert() -> None:
    report = worked_through().report(code="7K2M-9QXD-40TB-ZC5N")
    assert "Kein Eintrag hat den angegebenen Code" in page_one(html_report(report))


def test_the_plan_shows_every_step_with_letters() -> None:
    html = html_report(worked_through().report()).decode()
    matrix = html[html.index('<table class="matrix">') :]
    row = matrix[matrix.index("Server neu starten") - 300 : matrix.index("Server neu starten")]
    assert '<td class="m plan-a must">X</td><td class="m plan-b must on">X</td>' in row
    assert "Knoten aus dem Lastverteiler nehmen" in matrix


def test_steps_show_what_was_to_do_only_in_the_plan() -> None:
    page = Page(html_report(worked_through().report()))
    assert "Beginn und Ende" in page.texts
    assert "Nehmen Sie den Knoten wieder" not in page.words


def test_two_offsets_are_shown_at_every_time() -> None:
    from zoneinfo import ZoneInfo

    from xprunbook.report.document import document
    from xprunbook.run.verify import verify_reading

    desk = Desk(now=1_792_882_800.0)  # 2026-10-25 01:00 +02:00 in Berlin; the clock goes back at 03:00
    desk.happen(e.NoteAdded("spät"), 240)
    reading = desk.reading
    try:
        zone = ZoneInfo("Europe/Berlin")
    except Exception:
        pytest.skip("no time zone data")
    report = document(desk.book, reading, verify_reading(reading), "de", desk.now, zone=zone)
    words = Page(html_report(report)).words
    assert "+02:00" in words
    assert "UTC +02:00, +01:00" in words


def test_no_two_texts_make_markup() -> None:
    assert el("p", "<b>", Html("<b></b>"), "&") == "<p>&lt;b&gt;<b></b>&amp;</p>"
    assert el("p", "x", class_='"><script>') == '<p class="&quot;&gt;&lt;script&gt;">x</p>'
    with pytest.raises(ValueError, match="style"):
        style_element("</style>")


def test_the_page_foot_holds_safe_letters_only() -> None:
    desk = Desk(run='x"; } body { display: none } /*')
    style = next(text for text in Page(html_report(desk.report())).texts if ":root" in text)
    assert 'content: "xprunbook  x-body-display-none-"' in style
