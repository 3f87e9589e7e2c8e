"""The report as one HTML file: no script, nothing from elsewhere, a policy that forbids both."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from typing import Final

from xprunbook.report.facts import Report
from xprunbook.report.html_cover import cover, outcome_words
from xprunbook.report.html_details import run_details
from xprunbook.report.html_log import log
from xprunbook.report.html_steps import matrix, step_pages
from xprunbook.report.markup import Html, el, join, style_element
from xprunbook.report.parts import Page, page_of, step_words
from xprunbook.report.style import STYLE, foot

_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")


def policy(css: str) -> str:
    """The content security policy that lets exactly this style apply, and nothing else load or run."""
    digest = b64encode(sha256(css.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _chapter(page: Page, first: Page) -> Iterator[Html]:
    """A run from its cover to its log, then the runs below it."""
    yield from (cover(page), run_details(page), matrix(page), step_pages(page), log(page))
    for step in page.report.steps():
        below = page.below.get(step.id)
        if below is not None:
            yield el(
                "section",
                el("p", page.say("chapter", number=below.number, step=step_words(step)), class_="kind"),
                *_chapter(below, first),
                class_=f"chapter newpage {below.report.plan.colour}",
                id=f"c{below.number.replace('.', '-')}",
            )
    if page is first:
        yield el("p", page.say("end-of-report"), class_="end")


def html_report(report: Report) -> bytes:
    """Set the report: valid HTML5 in UTF-8, readable and printable offline."""
    page = page_of(report)
    css = STYLE + foot(_UNSAFE.sub("-", report.run)[:80])
    title = f"{report.title} – {page.say('plan', plan=report.plan.id)} – {outcome_words(page)}"
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=policy(css)),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("meta", name="referrer", content="no-referrer"),
        el("meta", name="generator", content=f"xprunbook {report.maker_version}"),
        el("title", title),
        style_element(css),
    )
    body = el(
        "body",
        el("main", *_chapter(page, page)),
        class_=report.plan.colour,
    )
    return join((Html("<!DOCTYPE html>\n"), el("html", head, body, lang=report.language), "\n")).encode(
        "utf-8", "replace"
    )
