"""The real processes: what is refused before anything starts, and what the guard does when we are gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.actions.jobs import TestJob
from xprunbook.systems.ports import Command, Ended
from xprunbook.systems.processes import RealProcesses
from xprunbook.systems.programs import check_command, child_environment, is_batch, search_folders
from xprunbook.systems.trouble import Refused, Trouble

PROCESSES = RealProcesses()
POSIX_ONLY = pytest.mark.skipif(sys.platform == "win32", reason="written for POSIX")


def run(*arguments: str, job: TestJob | None = None, **more: object) -> tuple[Ended, list[str]]:
    """Run Python code."""
    job = job or TestJob()
    command = Command(sys.executable, ("-I", *arguments), **more)  # type: ignore[arg-type]
    return PROCESSES.run(command, job, job.tell, job.process), job.told


def test_its_folder(tmp_path: Path) -> None:
    """The named one; otherwise the user's own, never ours."""
    code = "import os; print(os.getcwd())"
    assert run("-c", code, folder=str(tmp_path))[1] == [os.path.realpath(tmp_path)]
    assert run("-c", code)[1] == [os.path.realpath(Path.home())]
    with pytest.raises(Refused) as no:
        run("-c", code, folder=str(tmp_path / "none"))
    assert no.value.target.endswith("none")


@POSIX_ONLY
def test_what_cannot_be_started(tmp_path: Path) -> None:
    """Missing, not executable, no program, too long: each in our words."""
    (tmp_path / "text").write_text("hello", encoding="utf-8")
    (tmp_path / "text").chmod(0o755)
    cases = {
        ("/no/such/program", ()): Trouble.MISSING,
        (str(tmp_path), ()): Trouble.DENIED,
        (str(tmp_path / "text"), ()): Trouble.NOT_STARTED,
        ("/bin/echo", ("x" * 200_000,)): Trouble.NAME,
    }
    for (program, arguments), trouble in cases.items():
        with pytest.raises(Refused) as no:
            PROCESSES.run(Command(program, arguments), TestJob(), print, lambda *_: None)
        assert no.value.trouble is trouble, program


def test_a_listener_that_breaks_ends_the_program() -> None:
    """An error on our side does not leave a program nobody watches."""
    job = TestJob()

    def broken(line: str) -> None:
        raise RuntimeError(line)

    code = "print('x', flush=True); import time; time.sleep(60)"
    with pytest.raises(RuntimeError):
        PROCESSES.run(Command(sys.executable, ("-c", code)), job, broken, job.process)
    assert not PROCESSES.runs_still(*job.processes[0])


def test_runs_still_knows_its_process() -> None:
    """Another process with the same number, or from before the last start of the system, is not it."""
    job = TestJob()
    seen: list[bool] = []
    code = "import time; print('x', flush=True); time.sleep(0.5)"

    def look(line: str) -> None:
        del line
        pid, started = job.processes[0]
        seen.append(PROCESSES.runs_still(pid, started))
        seen.append(PROCESSES.runs_still(pid, "1" + started))
        seen.append(PROCESSES.runs_still(pid, started + "0"))
        seen.append(PROCESSES.runs_still(pid, ""))

    PROCESSES.run(Command(sys.executable, ("-c", code)), job, look, job.process)
    assert seen == [True, False, False, False]
    assert not PROCESSES.runs_still(*job.processes[0])
    assert not PROCESSES.runs_still(2**22 + 1, "1@x")


@POSIX_ONLY
def test_output_held_open_does_not_hold_us() -> None:
    """A program that leaves a talking process behind is done a second later."""
    code = (
        "import subprocess; print(subprocess.Popen(['sh', '-c', 'while :; do echo x; sleep 0.01; done']).pid)"
    )
    begun = time.monotonic()
    ended, told = run("-c", code)
    assert ended.left >= 1
    assert time.monotonic() - begun < 4
    os.kill(int(next(line for line in told if line != "x")), signal.SIGKILL)


_ORPHAN = """
import sys, threading, time, os
from tests.actions.jobs import TestJob
from xprunbook.systems.ports import PROCESSES, Command
job = TestJob(seconds=300)
code = '''
import pathlib, sys, time
for number in range(40):
    print('x' * 5000, flush=True)
    time.sleep(0.02)
pathlib.Path(sys.argv[1]).write_text('finished')
'''
job.site.system(PROCESSES).run(
    Command(sys.executable, ('-c', code, sys.argv[1])), job, lambda line: print('y', flush=True), job.process)
"""


@POSIX_ONLY
def test_a_program_outlives_us(tmp_path: Path) -> None:
    """We are killed in the middle: a half-done copy goes on to its end, though nobody hears it."""
    mark = tmp_path / "mark"
    ours = subprocess.Popen(
        [sys.executable, "-c", _ORPHAN, str(mark)], cwd=Path(__file__).parents[2], stdout=subprocess.PIPE
    )
    assert ours.stdout is not None
    assert ours.stdout.readline()
    ours.kill()
    ours.wait()
    ours.stdout.close()
    ends = time.monotonic() + 10
    while not mark.exists() and time.monotonic() < ends:
        time.sleep(0.05)
    assert mark.read_text("utf-8") == "finished"


@POSIX_ONLY
@pytest.mark.parametrize("said", [b"", b"2", b"2 0\n", b"2 0\n/bin/echo\0"], ids=repr)
def test_a_guard_that_was_not_told_all_ends(said: bytes) -> None:
    """We are killed before we could say what to run: nothing is started, and no guard waits for ever."""
    from xprunbook.systems import guard

    (reading, control), (status, saying) = os.pipe(), os.pipe()
    left = subprocess.Popen(
        [sys.executable, "-I", "-S", guard.__file__, str(reading), str(saying), str(saying)],
        pass_fds=(reading, saying),
    )
    os.close(reading)
    os.close(saying)
    os.write(control, said)
    os.close(control)
    try:
        assert left.wait(30) == 1
        assert os.read(status, 100) == b""
    finally:
        left.kill()
        left.wait()
        os.close(status)


def test_search_folders() -> None:
    """Only absolute ones."""
    here = os.path.abspath(os.sep)
    assert search_folders(os.pathsep.join(("", ".", "bin", here, ".."))) == (here,)


def test_the_environment_of_a_child() -> None:
    """Allowed names only; what is added wins."""
    own = {
        "PATH": "/usr/bin:.",
        "Path": "/x",
        "TOKEN": "secret",
        "LC_ALL": "C",
        "TEMP": "t",
        "SYSTEMROOT": "r",
    }
    made = child_environment(own, {"MODE": "7", "TERM": "mine"})
    assert "TOKEN" not in made
    assert made["MODE"] == "7"
    assert made["TERM"] == "mine"


@pytest.mark.parametrize(
    ("program", "batch"),
    [
        ("C:\\x\\run.bat", True),
        ("C:\\x\\RUN.CMD", True),
        ("C:\\x\\run.bat. ", True),
        ("C:\\x\\run.cmd...", True),
        ("C:\\x\\run.exe", False),
        ("C:\\run.bat\\tool.exe", False),
    ],
)
def test_batch_files(program: str, batch: bool) -> None:
    """Dots and blanks at the end hide none."""
    assert is_batch(program) is batch
    command = Command(program, ('"&calc.exe',))
    if batch:
        with pytest.raises(Refused) as no:
            check_command(command, windows=True)
        assert no.value.trouble is Trouble.ARGUMENT
    else:
        check_command(command, windows=True)
    check_command(Command(program, ("/quiet", "C:\\Temp\\a.log", "x-1.0")), windows=True)


@pytest.mark.parametrize(
    "argument", ["a b", "%PATH%", "a&b", "a|b", "^", '"', "'", "", "a\nb", "ü", "(x)", "!", ">"]
)
def test_arguments_no_batch_file_gets(argument: str) -> None:
    """Everything cmd.exe could see more in."""
    with pytest.raises(Refused):
        check_command(Command("C:\\x\\run.bat", (argument,)), windows=True)


@pytest.mark.parametrize(
    "command",
    [
        Command("/bin/x", ("a\0b",)),
        Command("/bin/x", environment={"": "x"}),
        Command("/bin/x", environment={"A=B": "x"}),
        Command("/bin/x", environment={"A": "\0"}),
        Command(line="echo \0"),
    ],
)
def test_what_no_system_hands_over(command: Command) -> None:
    """Refused on every system."""
    for windows in (True, False):
        with pytest.raises(Refused):
            check_command(command, windows)
