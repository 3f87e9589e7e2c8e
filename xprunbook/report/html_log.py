"""The log: every record in its order, with local time and UTC."""

from __future__ import annotations

from xprunbook.report.clock import iso
from xprunbook.report.facts import LogLine
from xprunbook.report.markup import Html, el, join
from xprunbook.report.parts import Page, user
from xprunbook.run.verify import explain


def log(page: Page) -> Html:
    """Every record, then the state of the chain."""
    report = page.report
    heads = [
        el("th", page.say(key), scope="col", class_=kind)
        for key, kind in (("number", "n"), ("time", "when"), ("person", "by"), ("happened", ""))
    ]
    return page.section(
        "log",
        page.say("log"),
        el(
            "table",
            el("caption", page.say("log-caption", count=len(report.log))),
            el("thead", el("tr", *heads)),
            el("tbody", *(_row(page, line) for line in report.log)),
            class_="log",
        ),
        el(
            "ul",
            *(el("li", sentence) for sentence in explain(report.evidence.found, report.language)),
            class_="chain",
        ),
        class_="newpage",
    )


def _row(page: Page, line: LogLine) -> Html:
    stamp = line.record.stamp
    when = el(
        "time",
        page.clock.second(stamp.utc),
        el("span", page.clock.utc_second(stamp.utc), class_="utc"),
        datetime=iso(stamp.utc),
    )
    details = [
        el("span", el("b", label), ": ", user(words), class_="detail") for label, words in line.details
    ]
    return el(
        "tr",
        el("th", str(line.record.seq), scope="row", class_="n"),
        el("td", when, class_="when"),
        el("td", user(stamp.person), class_="by"),
        el("td", join((user(line.sentence, "p"), *details))),
    )
