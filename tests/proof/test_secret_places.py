"""A secret through every kind that takes one, through children, and through failures at 50 places of the program."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import pytest

from tests.actions.conformance import Case
from tests.actions.jobs import real_site
from tests.actions.test_conformance import CASES, KINDS
from tests.proof import secret_worker
from tests.proof.canary import BY, CANARY, Night, book_with, leaks
from tests.proof.summary import Summary, check, random_for, scale_from, seed_from, times
from xprunbook.base.redactor import KnownSecrets
from xprunbook.runbook.kinds import SECRET_PARAMETERS
from xprunbook.runbook.model import Book, Use
from xprunbook.runbook.substitute import SecretHandle
from xprunbook.systems.ports import Command
from xprunbook.systems.processes import RealProcesses

SABOTAGES: Final = ("skip-redactor", "raw-argv", "raw-threads")

ROOT: Final = Path(__file__).parents[2]
PLACES: Final = 50


def _sabotaged(sabotage: str) -> Any:
    if sabotage == "skip-redactor":
        return patch.object(KnownSecrets, "redact", lambda self, text: text)
    if sabotage == "raw-argv":
        run = RealProcesses.run

        def leaky(self: RealProcesses, command: Command, *rest: Any) -> Any:
            return run(
                self, replace(command, arguments=(*command.arguments, *command.environment.values())), *rest
            )

        return patch.object(RealProcesses, "run", leaky)
    return nullcontext()


# Children


def prove(scale: float, seed: int, sabotage: str = "") -> Summary:
    """A child that tells its password in all forms, and how it was started: argv, environment, output, record."""
    del scale, seed
    with tempfile.TemporaryDirectory() as name, _sabotaged(sabotage):
        folder = Path(name)
        shown = secret_worker.night(folder).play()
        child = folder / "child.json"
        faults = [*leaks(shown, folder)]
        if not child.is_file():
            faults.append("the child did not run")
        if "*****" not in "".join(shown):
            faults.append("nothing was told")
    return Summary("secrets: a child's argv, environment, output", 1, len(faults), "; ".join(faults)[:120])


# Kinds


def prove_kinds(scale: float, seed: int, sabotage: str = "") -> Summary:
    """Every situation of the conformance suite for a kind that takes a secret, played as a run."""
    del scale, seed
    cases = [case for case in CASES if secret_parameters(case.kind)]
    failed, worst = 0, ""
    with _sabotaged(sabotage):
        for case in cases:
            for fault in _faults(case):
                failed += 1
                worst = worst or f"{case.id}: {fault}"[:140]
    taken = {case.kind for case in cases}
    for name in KINDS.specs:
        if secret_parameters(name) and name not in taken:
            failed += 1
            worst = worst or f"{name} is never tried"
    return Summary(f"secrets: {len(taken)} kinds that take one", len(cases), failed, worst)


def secret_parameters(kind: str) -> tuple[str, ...]:
    """The parameters of a kind that are secrets."""
    return tuple(
        name for name, spec in KINDS.specs[kind].parameters.items() if spec.type in SECRET_PARAMETERS
    )


def _faults(case: Case) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "situation").mkdir()
        setting = case.prepare(folder / "situation")
        given = {**dict.fromkeys(secret_parameters(case.kind), SecretHandle("admin")), **setting.parameters}
        parameters: dict[str, Any] = {
            key: "${admin}" if isinstance(value, SecretHandle) else value for key, value in given.items()
        }
        book = _using(book_with("leak.here"), Use(case.kind, parameters), KINDS.specs[case.kind].action)
        shown = Night(folder, KINDS, setting.site or real_site(), book).play()
        yield from leaks(shown, folder)


def _using(book: Book, use: Use, action: bool) -> Book:
    """The book with this use as its step's action, or as a check."""
    languages = {}
    for language, runbook in book.languages.items():
        (phase,) = runbook.phases
        (step,) = phase.steps
        changed = replace(step, action=use) if action else replace(step, action=None, before=(use,))
        languages[language] = replace(runbook, phases=(replace(phase, steps=(changed,)),))
    return replace(book, languages=languages)


# Failures


def prove_exceptions(scale: float, seed: int, sabotage: str = "") -> Summary:
    """One function after the other fails with the secret in its text: nothing of it is printed or written."""
    goal = times(scale, PLACES, 3)
    with tempfile.TemporaryDirectory() as name:
        found = _worker(Path(name), sabotage)
        functions = [tuple(item) for item in json.loads(found.stdout.splitlines()[-1])]
    chosen = random_for(seed, "exceptions").sample(sorted(functions), min(goal, len(functions)))
    if sabotage == "raw-threads":
        chosen = [("xprunbook.run.acting", "ActingEngine._carry_out"), *chosen[:1]]
    failed, worst = 0, ""
    for module, function in chosen:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            done = _worker(folder, sabotage, module, function)
            for fault in leaks([done.stdout, done.stderr], folder):
                failed += 1
                worst = worst or f"{module}.{function}: {fault}"[:160]
    return Summary(f"secrets: failures (of {len(functions)} functions)", len(chosen), failed, worst)


def _worker(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.proof.secret_worker", str(folder), *arguments]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=25)
    except subprocess.TimeoutExpired as late:
        # Something that waits for what was broken; what it has printed and written counts.
        said = [
            data.decode("utf-8", "replace") if isinstance(data, bytes) else ""
            for data in (late.stdout, late.stderr)
        ]
        return subprocess.CompletedProcess(command, 1, said[0], said[1])


@pytest.mark.parametrize("proof", [prove, prove_kinds, prove_exceptions])
def test_the_proof_holds(proof: Any) -> None:
    """A fraction of the promised cases."""
    check(proof(scale_from(), seed_from()), seed_from())


@pytest.mark.parametrize(
    ("proof", "sabotage"),
    [(prove, "skip-redactor"), (prove, "raw-argv"), (prove_exceptions, "raw-threads")],
)
def test_it_can_fail(proof: Any, sabotage: str) -> None:
    """Without redactor, with the password in argv, with Python's own tracebacks it fails."""
    assert proof(0.02, seed_from(), sabotage).failed


def test_the_canary_is_no_name_of_the_tests() -> None:
    """Else a hit would be none."""
    assert CANARY not in repr(BY)
