"""Our runbooks say it in our own words: no run of eight words is the vendor manual's.

Labels, commands, paths, connection strings, addresses and log lines are quoted verbatim, or nobody finds them: code
spans, text in quotation marks and addresses are left out before the words are counted. The manual is not here; its
windows are, as hashes (``tests/facts/windows.txt``, made by ``python -m tests.facts.windows MANUAL.txt``).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping

import pytest

from tests.facts.windows import SIZE, digest, digests, stored, windows
from xprunbook.base.language import LANGUAGES, Language
from xprunbook.runbook.library import Library
from xprunbook.runbook.model import Book, Runbook

SHIPPED = [header.id for header in Library().list()]

_QUOTED = re.compile(
    r"""(?x)
    `[^`]*`                      # commands, paths, log lines, labels of programs
    | „[^“]{1,80}“ | “[^”]{1,80}” | "[^"]{1,80}"   # labels
    | https?://\S+
    """
)
_IDS = ("id", "kind", "url", "language", "version", "colour", "parameters", "source")


def texts(part: object) -> Iterator[str]:
    """Every text of a runbook, or of a part of it."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        for value in part.values():
            yield from texts(value)
    elif isinstance(part, tuple | frozenset):
        for value in part:
            yield from texts(value)
    elif dataclasses.is_dataclass(part):
        for field in dataclasses.fields(part):
            if field.name not in _IDS:
                yield from texts(getattr(part, field.name))


def own_parts(text: str) -> list[str]:
    """The text without what is quoted; what stands left and right of a quotation is not joined."""
    return _QUOTED.split(text)


def copied(runbook: Runbook, manual: frozenset[str], quotations_too: bool = False) -> list[str]:
    """The windows of a runbook that are the manual's, too."""
    found = []
    for text in texts(runbook):
        for part in [text] if quotations_too else own_parts(text):
            found += [" ".join(window) for window in windows(part) if digest(window) in manual]
    return found


def load(name: str) -> Book:
    return Library().load(name)[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SHIPPED)
def test_no_eight_words_are_the_manuals(name: str, language: Language) -> None:
    assert copied(load(name).speak(language), stored()) == []


def test_every_text_is_looked_at() -> None:
    runbook = load("xphone-v8-to-v9").speak("de")
    everything = "\n".join(texts(runbook))
    restore = runbook.steps["restore"]
    for text in (
        runbook.summary,
        runbook.questions[0].ask,
        runbook.questions[0].answers[-1].why,
        runbook.plans["A"].fits,
        runbook.inputs["databases"].help,
        runbook.phases[0].gate,
        restore.do,
        restore.undo,
        restore.overwrites,
        restore.hints[0].text,
        restore.warnings[0].text,
        runbook.steps["inventory-size"].links[0].title,
    ):
        assert text
        assert text in everything
    assert sum(1 for part in own_parts(everything) for _ in windows(part)) > 3_000


def test_sabotage_without_leaving_out_quotations_the_log_lines_are_found() -> None:
    """The stored hashes do catch the manual's words: its log lines, which we quote on purpose."""
    share = load("xphone-backup-share").speak("de")
    assert any("backup on a shared folder" in window for window in copied(share, stored(), True))


def test_sabotage_a_copied_sentence_is_found() -> None:
    """A runbook that takes over one sentence of another text, with other marks and line breaks."""
    runbook = load("xphone-v8-to-v9").speak("en")
    sentence = "Every Thursday the porter counts the blue chairs of the second floor."
    assert copied(runbook, digests(sentence)) == []
    changed = dataclasses.replace(
        runbook, summary="So:\n**Every** Thursday the porter\ncounts the blue chairs, of the attic"
    )
    assert copied(changed, digests(sentence)) == [
        "every thursday the porter counts the blue chairs",
        "thursday the porter counts the blue chairs of",
        "the porter counts the blue chairs of the",
    ]


def test_what_is_stored_are_hashes_of_a_whole_manual() -> None:
    assert len(stored()) > 3_000
    assert all(re.fullmatch("[0-9a-f]{14}", line) for line in stored())
    assert SIZE == 8
