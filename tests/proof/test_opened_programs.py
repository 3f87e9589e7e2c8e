"""The password a program is opened with: not in its command line, its environment, the record, the output: 0 hits.

The redactor is off here: what is counted never had the password in the first place. The program is a real child that
writes down everything it was given.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Final
from unittest.mock import patch

import pytest

from tests.actions.jobs import ChosenSite
from tests.actions.machine.fakes import FakeFiles, FakeMachine, Me
from tests.proof.canary import Night, book_with, find
from tests.proof.summary import Summary, check, random_for, scale_from, seed_from
from tests.run.kinds import TestKinds
from xprunbook.actions.machine import opening
from xprunbook.base.redactor import KnownSecrets
from xprunbook.run.contract import Json
from xprunbook.runbook.substitute import SecretHandle
from xprunbook.systems.ports import Watch

SABOTAGES: Final = ("argument", "environment", "operation")
PROGRAM: Final = r"C:\Apps\tool.exe"
CHILD: Final = """
import json, os, sys
place = sys.argv[1]
told = {"argv": sys.argv, "environment": dict(os.environ)}
if os.path.exists("/proc/self/cmdline"):
    told["line"] = open("/proc/self/cmdline", "rb").read().decode("utf-8", "replace")
with open(place, "w", encoding="utf-8") as file:
    json.dump(told, file, ensure_ascii=False)
"""


class Starting(FakeMachine):
    """Opens a real child; ``wrong``: gives the password away as careless programs do."""

    def __init__(self, folder: Path, wrong: str) -> None:
        super().__init__()
        self.folder: Final = folder
        self.wrong: Final = wrong
        self.given = ""

    def open(
        self,
        program: str,
        arguments: Sequence[str],
        watch: Watch,
        began: Callable[[int, str], None],
        user: str = "",
        password: str = "",
        wait: bool = True,
    ) -> int | None:
        del program, watch, user
        self.given = password
        more = (password,) if self.wrong == "argument" else ()
        environment = {**os.environ, **({"PW": password} if self.wrong == "environment" else {})}
        child = subprocess.Popen(
            [sys.executable, "-I", "-c", CHILD, str(self.folder / "child.json"), *arguments, *more],
            env=environment,
        )
        began(child.pid, "1")
        return child.wait() if wait else None


def _told(handle: SecretHandle) -> Mapping[str, Json]:
    """An operation that holds what it should only name."""
    return {"secret": handle.id, "value": _told_secret[-1]}


_told_secret: Final[list[str]] = []


def prove(scale: float, seed: int, sabotage: str = "") -> Summary:
    """Passwords of all sorts, each through a whole run."""
    source = random_for(seed, "opening")
    count = max(3, round(40 * scale))
    failed, worst = 0, ""
    for at in range(count):
        secret = "Zk" + "".join(source.choices("aB3'\"<>&%$\\/ ü€;|", k=14)) + str(at)
        _told_secret.append(secret)
        for fault in _faults(secret, sabotage):
            failed += 1
            worst = worst or fault[:140]
    return Summary("passwords of opened programs", count, failed, worst)


def _faults(secret: str, sabotage: str) -> list[str]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        machine = Starting(folder, sabotage)
        site = ChosenSite(machine=machine, files=FakeFiles({PROGRAM: b"MZ"}), shares=Me())
        kinds = TestKinds({"program.open": opening.ProgramOpen()})
        parameters = (
            f"""program: '{PROGRAM}', arguments: [/x, a b], account: 'CORP\\svc', password: "${{admin}}\""""
        )
        night = Night(folder, kinds, site, book_with("program.open", parameters, "password"), secret)
        wrong = patch.object(opening, "secret_reference", _told) if sabotage == "operation" else nullcontext()
        with patch.object(KnownSecrets, "redact", lambda self, text: text), wrong:
            seen = night.play()
        found = list(find(secret, seen, folder))
        if machine.given != secret:
            found.append("the password never arrived")
        told = json.loads((folder / "child.json").read_text(encoding="utf-8"))
        if secret in json.dumps(told, ensure_ascii=False) + "".join(
            [*told["argv"], *told["environment"].values()]
        ):
            found.append("the child has it")
        return found


def test_the_proof_holds() -> None:
    """A fraction of the promised cases."""
    check(prove(scale_from(), seed_from()), seed_from())


@pytest.mark.parametrize("sabotage", SABOTAGES)
def test_it_can_fail(sabotage: str) -> None:
    """Given away as an argument, in the environment, or in the operation, it is found."""
    assert prove(0.05, seed_from(), sabotage).failed
