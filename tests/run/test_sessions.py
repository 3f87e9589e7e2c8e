"""A run on a real disk: begin, tick, crash, take up again, look on, close."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from tests.run.fake_clock import FakeClock
from xprunbook.base.errors import StoreError, UsageError
from xprunbook.run import commands as c
from xprunbook.run.engine import Engine
from xprunbook.run.evolve import fold
from xprunbook.run.follower import Follower
from xprunbook.run.journal import JOURNAL_NAME, Journal, read_journal
from xprunbook.run.lock import Holder, take_lock
from xprunbook.run.session import By, NotStored, Refused, Saved, Session, Ticket
from xprunbook.run.sessions import Beginning, Sitting, find_here, open_run, start_run
from xprunbook.run.state import Closing, StepState
from xprunbook.runbook.library import Library
from xprunbook.runbook.model import Book

BY = By("Ada", "Engines", "corp\\ada", "WEB01")
SITTING = Sitting(BY, FakeClock(), "en")
DATA = Path(__file__).parents[1] / "data"


@pytest.fixture
def book() -> Book:
    return Library(DATA).load("patch-day")[0]


def begin(tmp_path: Path, book: Book, plan: str = "A", by: By = BY) -> Engine:
    inputs = {"web_server": "web01.example.org", "database": "no"}
    return start_run(tmp_path, book, Beginning(plan, inputs), Sitting(by, FakeClock(), "en"))


def ask(session: Session, command: c.Command) -> Saved | Refused | NotStored:
    return session.submit(command).result(10)


def test_saved_means_that_the_record_is_on_the_disk(tmp_path: Path, book: Book) -> None:
    engine = begin(tmp_path, book)
    reply = ask(engine, c.Skip("announce"))
    assert isinstance(reply, Saved)
    on_disk = fold(read_journal(engine.folder).records)
    assert on_disk == reply.state == engine.snapshot().state
    assert on_disk.steps["announce"].state is StepState.SKIPPED
    engine.leave()
    assert fold(read_journal(engine.folder).records).sessions[-1].ended == "quit"


def test_a_refusal_writes_nothing(tmp_path: Path, book: Book) -> None:
    engine = begin(tmp_path, book)
    before = (engine.folder / JOURNAL_NAME).read_bytes()
    reply = ask(engine, c.Tick("backup"))
    assert isinstance(reply, Refused)
    assert reply.refusal.code == "has-sub-steps"
    assert (engine.folder / JOURNAL_NAME).read_bytes() == before
    engine.leave()


def test_taking_up_again_goes_on_where_it_was(tmp_path: Path, book: Book) -> None:
    engine = begin(tmp_path, book)
    ask(engine, c.Skip("announce"))
    engine.leave()
    again = open_run(engine.folder, Sitting(BY, FakeClock(), "de"))
    assert isinstance(again, Engine)
    assert again.snapshot().state.steps["announce"].state is StepState.SKIPPED
    assert again.book.files == book.files
    assert len(again.snapshot().state.sessions) == 2
    again.leave()


def test_this_machine_is_found_by_its_host(tmp_path: Path, book: Book) -> None:
    engine = begin(tmp_path, book)
    assert engine.snapshot().state.here == "web"
    engine.leave()
    runbook = book.speak("en")
    assert find_here(runbook, {"web_server": "a", "db_server": "b"}, "c") == ""
    assert find_here(runbook, {"web_server": "same", "db_server": "same"}, "same") == ""


def test_a_second_session_looks_on_and_follows(tmp_path: Path, book: Book) -> None:
    engine = begin(tmp_path, book)
    onlooker = open_run(engine.folder, SITTING)
    assert isinstance(onlooker, Follower)
    assert "Ada" in onlooker.snapshot().read_only
    assert isinstance(ask(onlooker, c.Skip("announce")), NotStored)
    woken: list[bool] = []
    onlooker.watch(lambda: woken.append(True))
    ask(engine, c.Skip("announce"))
    onlooker.look()
    assert onlooker.snapshot().state.steps["announce"].state is StepState.SKIPPED
    assert woken
    onlooker.leave()
    engine.leave()


def test_whoever_looks_on_hears_that_the_run_is_free(
    tmp_path: Path, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XPRUNBOOK_LANG", "en")
    engine = begin(tmp_path, book)
    follower = open_run(engine.folder, SITTING)
    assert isinstance(follower, Follower)
    follower.look()
    assert "already open" in follower.snapshot().read_only
    engine.leave()
    follower.look()
    assert "open it again" in follower.snapshot().read_only
    follower.leave()


def test_a_closed_run_opens_for_viewing(tmp_path: Path, book: Book) -> None:
    engine = begin(tmp_path, book)
    ask(engine, c.Close(abandon=True, reason="called off"))
    engine.leave()
    onlooker = open_run(engine.folder, SITTING)
    assert isinstance(onlooker, Follower)
    assert onlooker.snapshot().state.closing is Closing.ABANDONED
    onlooker.leave()
    assert read_journal(engine.folder).records[-1].type == "closed"


def test_a_torn_tail_is_set_aside_and_recorded(tmp_path: Path, book: Book) -> None:
    engine = begin(tmp_path, book)
    ask(engine, c.Skip("announce"))
    engine.leave()
    journal = engine.folder / JOURNAL_NAME
    journal.write_bytes(journal.read_bytes() + b'{"torn')
    again = open_run(engine.folder, SITTING)
    assert [record.type for record in read_journal(again.folder).records][-2:] == ["recovered", "resumed"]
    again.leave()


def test_changed_runbook_bytes_are_refused(tmp_path: Path, book: Book) -> None:
    engine = begin(tmp_path, book)
    engine.leave()
    kept = engine.folder / "runbook" / "patch-day.yaml"
    kept.write_bytes(kept.read_bytes() + b"# changed\n")
    with pytest.raises(StoreError, match="no longer"):
        open_run(engine.folder, SITTING)


def test_a_damaged_record_opens_for_viewing_only(tmp_path: Path, book: Book) -> None:
    engine = begin(tmp_path, book)
    ask(engine, c.Skip("announce"))
    ask(engine, c.AddNote("later"))
    engine.leave()
    journal = engine.folder / JOURNAL_NAME
    lines = journal.read_bytes().splitlines(keepends=True)
    lines[1] = lines[1].replace(b"announce", b"renounce")
    journal.write_bytes(b"".join(lines))
    onlooker = open_run(engine.folder, SITTING)
    assert isinstance(onlooker, Follower)
    assert onlooker.snapshot().read_only
    onlooker.leave()


def test_a_run_whose_folder_vanishes_turns_read_only_and_says_so(tmp_path: Path, book: Book) -> None:
    engine = begin(tmp_path, book)
    engine.folder.rename(tmp_path / "moved away")
    reply = ask(engine, c.Skip("announce"))
    assert isinstance(reply, NotStored)
    assert engine.snapshot().read_only == reply.message
    engine.leave()


def test_an_unknown_plan_is_said_before_anything_is_made(tmp_path: Path, book: Book) -> None:
    with pytest.raises(UsageError):
        start_run(tmp_path, book, Beginning("Z", {}), SITTING)
    assert list(tmp_path.iterdir()) == []


def test_a_jump_of_the_clock_is_recorded(tmp_path: Path, book: Book) -> None:
    clock = FakeClock()
    engine = start_run(tmp_path, book, Beginning("A", {}), Sitting(BY, clock, "en"))
    clock.set_wall(-3_600)
    ask(engine, c.Skip("announce"))
    engine.leave()
    types = [record.type for record in read_journal(engine.folder).records]
    assert types == ["opened", "clock-stepped", "skipped", "left"]


def test_after_leaving_nothing_is_taken(tmp_path: Path, book: Book) -> None:
    engine = begin(tmp_path, book)
    engine.leave()
    assert isinstance(ask(engine, c.Skip("announce")), NotStored)
    engine.leave()


def test_a_record_without_an_entry_is_a_sentence(tmp_path: Path, book: Book) -> None:
    engine = begin(tmp_path, book)
    engine.leave()
    for content in (b"", b"garbage", b"garbage\n"):
        (engine.folder / JOURNAL_NAME).write_bytes(content)
        with pytest.raises(StoreError, match=JOURNAL_NAME):
            open_run(engine.folder, SITTING)


def test_after_a_defect_every_question_is_answered_and_nothing_is_written(
    tmp_path: Path, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = begin(tmp_path, book)
    with monkeypatch.context() as patched:
        patched.setattr("xprunbook.run.engine.decide", lambda *_: 1 / 0)
        reply = ask(engine, c.Skip("announce"))
    assert isinstance(reply, NotStored)
    assert "ZeroDivisionError" in reply.message
    assert engine.snapshot().read_only == reply.message
    assert isinstance(ask(engine, c.Skip("announce")), NotStored)
    engine.leave()
    assert [record.type for record in read_journal(engine.folder).records] == ["opened"]
    resumed = open_run(engine.folder, SITTING)
    assert isinstance(ask(resumed, c.Skip("announce")), Saved)
    resumed.leave()


def test_a_defect_behind_the_write_does_not_split_record_and_picture(
    tmp_path: Path, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = begin(tmp_path, book)
    with monkeypatch.context() as patched:
        patched.setattr("xprunbook.run.engine.evolve", lambda *_: 1 / 0)
        assert isinstance(ask(engine, c.Skip("announce")), NotStored)
    assert isinstance(ask(engine, c.AddNote("more")), NotStored)
    engine.leave()
    assert [record.type for record in read_journal(engine.folder).records] == ["opened", "skipped"]


def test_whoever_asks_while_somebody_leaves_is_answered(tmp_path: Path, book: Book) -> None:
    for _ in range(5):
        engine = begin(tmp_path, book)
        tickets: list[Ticket] = []

        def ask_on(engine: Engine = engine, tickets: list[Ticket] = tickets) -> None:
            tickets.extend(engine.submit(c.AddNote("x")) for _ in range(30))

        threads = [threading.Thread(target=ask_on) for _ in range(3)]
        for thread in threads:
            thread.start()
        engine.leave()
        for thread in threads:
            thread.join()
        replies = [ticket.result(10) for ticket in tickets]
        saved = sum(isinstance(reply, Saved) for reply in replies)
        assert saved == sum(record.type == "note-added" for record in read_journal(engine.folder).records)


def test_whoever_takes_the_run_up_is_its_person_from_then_on(tmp_path: Path, book: Book) -> None:
    engine = begin(tmp_path, book)
    engine.leave()
    bob = By("Bob", "Others", "corp\\bob", "DB01")
    again = open_run(engine.folder, Sitting(bob, FakeClock(), "en"))
    reply = ask(again, c.Skip("announce"))
    assert isinstance(reply, Saved)
    assert reply.state.steps["announce"].person == "Bob"
    assert [session.person for session in reply.state.sessions] == ["Ada", "Bob"]
    again.leave()


def test_a_runbook_that_changed_since_is_told_step_by_step_and_the_run_keeps_its_own(
    tmp_path: Path, book: Book
) -> None:
    engine = begin(tmp_path, book)
    engine.leave()
    changed = {
        name: data.replace(b"Server neu starten", b"Server starten") for name, data in book.files.items()
    }
    sitting = Sitting(BY, FakeClock(), "de", current=lambda runbook, path: changed)
    again = open_run(engine.folder, sitting)
    assert again.differing == ("restart",)
    assert again.book.files == book.files
    again.leave()
    same = open_run(engine.folder, Sitting(BY, FakeClock(), "de", current=lambda runbook, path: book.files))
    assert same.differing == ()
    same.leave()


@pytest.mark.parametrize(
    ("path", "host", "asked"),
    [
        ("/home/ada/patch-day.yaml", BY.host, "/home/ada/patch-day.yaml"),
        ("/home/ada/patch-day.yaml", "ANOTHER", ""),
        ("\\\\evil\\share\\x.yaml", BY.host, ""),
        ("//evil/share/x.yaml", BY.host, ""),
        ("", BY.host, ""),
    ],
)
def test_a_runbook_of_ones_own_is_looked_for_where_it_lay(
    tmp_path: Path, book: Book, path: str, host: str, asked: str
) -> None:
    """Not on another machine, and never on a server a record names."""
    begin(tmp_path, replace(book, path=path)).leave()
    heard: list[tuple[str, str]] = []

    def current(runbook: str, path: str) -> None:
        heard.append((runbook, path))

    folder = next(tmp_path.iterdir())
    open_run(folder, Sitting(replace(BY, host=host), FakeClock(), "de", current=current)).leave()
    assert heard == [("patch-day", asked)]


def test_whole_records_that_mean_nothing_here_are_a_sentence(tmp_path: Path, book: Book) -> None:
    engine = begin(tmp_path, book)
    engine.leave()
    journal = Journal.open(engine.folder, take_lock(engine.folder, Holder()))
    stamp = journal.reading.records[-1].stamp
    journal.append("from-the-future", {}, stamp)
    journal.close()
    with pytest.raises(StoreError, match="does not understand"):
        open_run(engine.folder, SITTING)
