"""Answer files: read whole, checked by the run's own rules, recorded as from a file, and never a person."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from tests.line.desk import begin
from xprunbook.base.errors import ExitCode
from xprunbook.line.console import Console
from xprunbook.line.script import USAGES, read_script
from xprunbook.line.scripting import Scripted
from xprunbook.line.stream import Silent, Stream
from xprunbook.run.commands import Verb
from xprunbook.run.session import Session
from xprunbook.run.state import Closing, RunState, StepState

WHOLE = r"""
# the whole of plan A
done backup-files --observed \\nas\b --note "all of it"
done backup-database
skip announce
skip check-space
gate prepare --note "looked at the files"
"""


def give(session: Session, text: str, name: str = "a.txt") -> tuple[ExitCode, str, RunState]:
    out = io.StringIO()
    console = Console(None, out, "en", human=False)
    code = Scripted(session, console, Silent(), name).run(text)
    return code, " ".join(out.getvalue().split()), session.snapshot().state


def finish(session: Session) -> str:
    """Lines that decide what is left of plan A."""
    lines = []
    runbook = session.book.speak("en")
    for step in runbook.leaves("A"):
        if runbook.phase_of[step.id].id != "prepare":
            lines.append(f"done {step.id}" + (' --observed "x"' if step.observe else ""))
    return "\n".join([*lines, *(f"gate {phase.id}" for phase in runbook.phases[1:] if phase.gate), "close"])


def test_all_problems_are_named_and_nothing_happens(tmp_path: Path) -> None:
    session = begin(tmp_path, allow_file_ticks=True)
    before = session.snapshot().state.seq
    text = 'don backup-files\ndone nothing\nskip backup-database\nnote - "open\nset web_servr=x\ndone backup-files'
    text += "\ngate prepare\nwindow soon\ndone backup-database --colour red"
    code, said, state = give(session, text)
    session.leave()
    assert code == ExitCode.BAD_INPUT
    assert state.seq == before
    for line in range(1, 10):
        assert f"a.txt:{line}:" in said, (line, said)
    assert "“done”" in said
    assert "web_server" in said


def test_a_whole_run_by_script_and_again(tmp_path: Path) -> None:
    session = begin(tmp_path, allow_file_ticks=True)
    text = WHOLE + finish(session)
    code, said, state = give(session, text)
    assert code == ExitCode.OK, said
    assert state.closing is Closing.COMPLETED
    assert {s.source for s in state.steps.values() if s.state is StepState.DONE} == {"from file a.txt"}
    assert state.gates["prepare"].source == "from file a.txt"
    code, said, again = give(session, text)
    session.leave()
    assert code == ExitCode.OK
    assert again.seq == state.seq


def test_without_permission_no_mandatory_step_and_no_gate(tmp_path: Path) -> None:
    session = begin(tmp_path)
    code, said, state = give(session, WHOLE)
    assert code == ExitCode.BAD_INPUT
    assert said.count("confirmed by a person only") == 3
    assert state.steps == {}
    code, _, state = give(session, "skip announce\ndefer backup-database --owner Ada --due later")
    session.leave()
    assert code == ExitCode.OK
    assert state.status("backup-database").state is StepState.DEFERRED


def test_a_rehearsal_takes_them(tmp_path: Path) -> None:
    session = begin(tmp_path, practice=True)
    code, said, _ = give(session, WHOLE)
    session.leave()
    assert code == ExitCode.OK, said


def test_a_file_cannot_call_itself_a_person(tmp_path: Path) -> None:
    session = begin(tmp_path)
    code, _, _ = give(session, "done backup-database", name="person")
    session.leave()
    assert code == ExitCode.BAD_INPUT


def test_every_verb_that_an_answer_can_be_has_a_word(tmp_path: Path) -> None:
    session = begin(tmp_path)
    runbook = session.book.speak("en")
    session.leave()
    examples = (
        "done backup-database|observe backup-files \\\\n\\b|skip announce|deviate backup-database --reason r|"
        "na announce --reason r|defer announce --owner a --due b|reopen announce|"
        "settle backup-database happened --reason r|note - x|gate prepare|set web_server=x|plan B --reason r|"
        "here web|window 06:00|hand-over Bo|go-back --reason r|undo backup-files|go-forward --reason r|close"
    )
    lines, faults = read_script(examples.replace("|", "\n"), runbook, "x", "en", 1_794_000_000.0)
    assert not faults
    verbs = {line.deed.verb for line in lines if not hasattr(line.deed, "overwrite")}
    not_answers = {Verb.RUN, Verb.CANCEL, Verb.LEAVE, Verb.RECORD_EXPORT, Verb.START_CHILD, Verb.CLOSE_CHILD}
    assert verbs == set(Verb) - not_answers
    assert {line.split()[0] for line in examples.split("|")} | {"run"} == set(USAGES)


@pytest.mark.parametrize(
    "text", ["", "#\n\n  # x", "\x00", "done", "--note", "done '", "done \ud800", "é" * 5000]
)
def test_no_line_breaks_the_reader(tmp_path: Path, text: str) -> None:
    session = begin(tmp_path)
    code, _, _ = give(session, text)
    session.leave()
    assert code in (ExitCode.OK, ExitCode.BAD_INPUT)


def test_json_lines_are_the_journal(tmp_path: Path) -> None:
    session = begin(tmp_path)
    out = io.StringIO()
    stream = Stream(session.folder, out, whole=True)
    Scripted(session, Console(None, io.StringIO(), "en"), stream, "a").run("skip announce")
    session.leave()
    stream.more()
    told = [json.loads(line) for line in out.getvalue().splitlines()]
    kept = [json.loads(line) for line in (session.folder / "run.jsonl").read_text().splitlines()]
    assert [line["event"] for line in told] == [record["type"] for record in kept]
    assert [line["hash"] for line in told] == [record["hash"] for record in kept]
    assert {line["format"] for line in told} == {1}
