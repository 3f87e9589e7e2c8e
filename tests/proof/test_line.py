"""Proof: the whole move V8 to V9, plan C, in line mode at a dumb terminal of 20 to 100 columns and by script, killed
at any moment and taken up again: everything that was said to be saved is in the record, and the run is completed."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.proof.summary import Summary, check, random_for, sabotage_from, scale_from, seed_from, times
from tests.terminal.terminal import Terminal, environment
from xprunbook.run.chain import Status
from xprunbook.run.evolve import fold
from xprunbook.run.journal import JOURNAL_NAME, read_journal
from xprunbook.run.state import Closing, RunState
from xprunbook.run.verify import code_of
from xprunbook.run.view import view
from xprunbook.runbook.library import Library
from xprunbook.runbook.model import InputType, Runbook, Step

SABOTAGES = ("forget",)

INPUTS = {
    InputType.HOST: "HOST1",
    InputType.YES_NO: "yes",
    InputType.SQL_INSTANCE: "SQL01",
    InputType.NAMES: "XPDATA",
    InputType.ACCOUNT: "CORP\\svc",
    InputType.UNC_PATH: "\\\\sql01\\backup",
    InputType.PATH: "D:\\Data",
    InputType.PORT: "1433",
    InputType.TEXT: "text",
}
FULL = 20
"""Runs in a terminal, and by script, at scale 1."""


def _runbook() -> Runbook:
    return Library(language="en").load("xphone-v8-to-v9")[0].speak("en")


def _inputs(runbook: Runbook) -> list[str]:
    found = []
    for item in runbook.inputs_of("C"):
        value = item.choices[0] if item.choices else INPUTS[item.type]
        found += ["--set", f"{item.id}={value}"]
    return found


def _value(step: Step) -> str:
    assert step.observe is not None
    return step.observe.choices[0] if step.observe.choices else INPUTS[step.observe.type]


def _folder(home: Path) -> Path:
    (journal,) = home.glob(f"runs/*/{JOURNAL_NAME}")
    return journal.parent


def _state(home: Path) -> RunState:
    reading = read_journal(_folder(home))
    assert reading.status is not Status.BROKEN
    return fold(reading.records)


class Robot:
    """Reads prompts and answers them, as a person at a serial line would."""

    def __init__(self, home: Path, columns: int, *arguments: str) -> None:
        environ = environment(home, TERM="dumb", LANG="C", COLUMNS=str(columns))
        self.terminal = Terminal(["-m", "xprunbook", *arguments, "--person", "Ada"], environ, columns, 24)
        self._seen = 0
        self.text()

    def text(self) -> str:
        """What was written since, up to a prompt that waits."""
        terminal, end = self.terminal, time.monotonic() + 20
        while time.monotonic() < end:
            new = bytes(terminal.received[self._seen :])
            if re.search(rb"(>|:|\?|\)) $", new) or terminal.process.poll() is not None:
                break
            terminal.read(0.02)
        new = bytes(terminal.received[self._seen :])
        self._seen = len(terminal.received)
        return new.decode(errors="replace").replace("\r\n", "\n")

    def answer(self, text: str) -> str:
        """Type a line and read on."""
        self.terminal.send(text.encode() + b"\n")
        return self.text()


def _answers(robot: Robot, step: Step, target: str) -> bool:
    """Tick a step; whether the face said it was saved."""
    said = robot.answer(f"done {step.id}")
    for _ in range(8):
        flat = " ".join(said.split())
        if "Saved:" in flat:
            return True
        if flat.endswith("):") and "type the target" in flat:
            said = robot.answer(target)
        elif flat.endswith(("Value:", "]:")) and step.observe is not None:
            said = robot.answer(_value(step))
        elif flat.endswith("Number:"):
            said = robot.answer("1")
        elif "Tick" in flat and flat.endswith("no)"):
            said = robot.answer("")
        elif flat.endswith(">"):
            return False
        else:
            said = robot.answer("")
    return False


def in_a_terminal(home: Path, chance: random.Random, sabotage: str) -> str:
    """One run in line mode, killed up to three times; what is wrong, or nothing."""
    from xprunbook.run.asking import target_of

    runbook, columns = _runbook(), chance.choice((20, 40, 80, 100))
    robot = Robot(home, columns, "start", "xphone-v8-to-v9", "--plan", "C", *_inputs(runbook))
    deaths = sorted(chance.sample(range(60), 2))
    promised: list[str] = []
    at = 0
    while True:
        state = _state(home)
        run = view(runbook, state)
        waiting = next(iter(run.gates_waiting()), None)
        row = next((row for row in run.leaves() if not row.decided), None)
        if lost := [step for step in promised if step not in state.steps]:
            return f"lost: {lost}"
        if waiting is not None and (row is None or row.phase.id != waiting.id):
            robot.answer("gate")
            robot.answer("yes")
            robot.answer("")
        elif row is not None:
            if _answers(robot, row.step, target_of(run, row)):
                promised.append(row.step.id)
            else:
                return f"{row.step.id} was not ticked: {bytes(robot.terminal.received[-400:])!r}"
        else:
            break
        at += 1
        if at > 200:
            return "no end"
        if deaths and at >= deaths[0]:
            deaths.pop(0)
            robot.terminal.process.kill()
            robot.terminal.close()
            if sabotage:
                journal = _folder(home) / JOURNAL_NAME
                journal.write_bytes(b"\n".join(journal.read_bytes().split(b"\n")[:-4]) + b"\n")
            robot = Robot(home, columns, "resume")
    robot.answer("close")
    robot.answer("yes")
    said = robot.answer("")
    robot.terminal.wait()
    said += robot.text()
    robot.terminal.close()
    state = _state(home)
    wide = max((len(line) for line in bytes(robot.terminal.received).decode().splitlines()), default=0)
    if state.closing is not Closing.COMPLETED:
        return f"not completed: {state.closing}"
    if code_of(state.head) not in said.replace("\n", ""):
        return "the code was not told"
    return "" if b"Traceback" not in robot.terminal.received and wide else "a traceback"


def _script(runbook: Runbook) -> str:
    lines = []
    for phase in runbook.phases:
        steps = [leaf for step in phase.steps for leaf in step.leaves() if "C" in leaf.plans]
        for step in steps:
            value = f' --observed "{_value(step)}"' if step.observe else ""
            criterion = all("yes" in right for right in step.when.values())
            if criterion:
                lines.append(f'done {step.id}{value} --note "by script"')
        if phase.gate and steps:
            lines.append(f"gate {phase.id}")
    return "\n".join([*lines, "close", ""])


def by_script(home: Path, chance: random.Random, sabotage: str) -> str:
    """One run by an answer file, killed at random moments and given again until it is done."""
    runbook, environ = _runbook(), environment(home, LANG="C", TERM="dumb")
    program = [sys.executable, "-m", "xprunbook"]
    begin = ["start", "xphone-v8-to-v9", "--plan", "C", "--no-open", "--allow-file-ticks", *_inputs(runbook)]
    subprocess.run([*program, *begin], env=environ, check=True, capture_output=True)
    answers = home / "answers.txt"
    answers.write_text(_script(runbook), encoding="utf-8")
    command = [*program, "answer", _folder(home).name, str(answers), "--json"]
    told: set[str] = set()
    for attempt in range(12):
        process = subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if attempt < 3:
            time.sleep(chance.uniform(0.2, 0.9))
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)
        out, err = process.communicate(timeout=60)
        lines = [line for line in out.split(b"\n")[:-1] if line]
        told |= {json.loads(line)["hash"] for line in lines if b'"hash"' in line}
        if sabotage and attempt == 0:
            told.add("0" * 64)
        if process.returncode == 0:
            break
        if process.returncode not in (-signal.SIGKILL, 0):
            return f"exit {process.returncode}: {err[-300:]!r}"
    reading = read_journal(_folder(home))
    kept = {record.hash for record in reading.records}
    if told - kept:
        return f"{len(told - kept)} told events are not in the record"
    ticks = [record.data["step"] for record in reading.records if record.type == "ticked"]
    if len(ticks) != len(set(ticks)):
        return "a step was ticked twice"
    state = fold(reading.records)
    sources = {status.source for status in state.steps.values()}
    if state.closing is not Closing.COMPLETED or sources != {"from file answers.txt"}:
        return f"{state.closing} by {sources}"
    return ""


def _prove(name: str, work: object, scale: float, seed: int, sabotage: str) -> Summary:
    assert callable(work)
    tried, complaints = times(scale, FULL), []
    for number in range(tried):
        with tempfile.TemporaryDirectory() as folder:
            complaint = work(Path(folder), random_for(seed, name, number), sabotage)
        if complaint:
            complaints.append(f"run {number}: {complaint}")
    return Summary(name, tried, len(complaints), complaints[0] if complaints else "")


def prove_terminal(scale: float, seed: int, sabotage: str = "") -> Summary:
    """Plan C in line mode, killed and taken up."""
    return _prove("plan C in line mode, killed twice", in_a_terminal, scale, seed, sabotage)


def prove_script(scale: float, seed: int, sabotage: str = "") -> Summary:
    """Plan C by script, killed and given again."""
    return _prove("plan C by answer file, killed thrice", by_script, scale, seed, sabotage)


@pytest.mark.parametrize("prove", [prove_terminal, prove_script])
def test_the_whole_move(prove: object) -> None:
    assert callable(prove)
    check(prove(scale_from(), seed_from(), sabotage_from()), seed_from())


@pytest.mark.parametrize("prove", [prove_terminal, prove_script])
def test_the_proof_can_fail(prove: object) -> None:
    assert callable(prove)
    assert prove(scale_from(), seed_from(), "forget").failed
