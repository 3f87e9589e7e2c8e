"""``command.run`` and ``command.shell``: what is shown, what is handed over, how it ends."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import pytest

from tests.actions.jobs import TestJob
from xprunbook.actions.command import CommandRun, CommandShell, quoted
from xprunbook.run.contract import ActionFailed, Cancelled, Credential, Finding, NotHere, TimedOut
from xprunbook.runbook.substitute import Filled, SecretHandle
from xprunbook.systems.ports import PROCESSES

RUN = CommandRun()
PASSWORD = 'Pässwort mit ${x} und "Anführung"'


def job(*code: str, **parameters: Filled) -> TestJob:
    """A job that runs Python code."""
    arguments = ("-I", "-X", "utf8", "-c", "\n".join(code))
    return TestJob({"program": sys.executable, "arguments": arguments, **parameters})


def run(made: TestJob) -> TestJob:
    """Look, plan, apply."""
    found = RUN.inspect(made)
    assert found.finding is Finding.NEEDED, found.says
    RUN.apply(RUN.plan(made, found), made)
    return made


def test_output_and_process() -> None:
    """Both streams in order, and the process with its start time."""
    done = run(job("import sys", "print('eins', flush=True)", "print('zwei', file=sys.stderr)"))
    assert done.told == ["eins", "zwei"]
    ((pid, started),) = done.processes
    assert pid > 0
    assert started


def test_exit_codes() -> None:
    """Only the named codes are success; the sentence names the code."""
    with pytest.raises(ActionFailed) as failure:
        run(job("raise SystemExit(3)"))
    assert failure.value.says.values["code"] == 3
    assert "3" in failure.value.message
    run(job("raise SystemExit(3)", exit_codes=("0", "3")))
    with pytest.raises(ActionFailed):
        run(job("pass", exit_codes=("3",)))


def test_a_signal_is_no_success() -> None:
    """A program that was ended by another is a failure."""
    if sys.platform == "win32":
        pytest.skip("no signals there")
    with pytest.raises(ActionFailed) as failure:
        run(job("import os, signal", "os.kill(os.getpid(), signal.SIGKILL)"))
    assert failure.value.says.values["code"] == -9


def test_the_preview_is_exact() -> None:
    """Folder, variables and every argument; an unusual one in quotes. The password by its name only."""
    made = TestJob(
        {
            "program": sys.executable,
            "arguments": ("-c", "print('a b')", "", "ü", "x\ny"),
            "environment": ("MODE=a b", "EMPTY="),
            "folder": str(Path.home()),
            "password": SecretHandle("sql_admin"),
            "password_variable": "SQLCMDPASSWORD",
        }
    )
    (operation,) = RUN.plan(made, RUN.inspect(made)).operations
    assert operation.text.splitlines() == [
        f"cd {quoted(str(Path.home()))}",
        'MODE="a b"',
        'EMPTY=""',
        "SQLCMDPASSWORD=<sql_admin>",
        f'{quoted(operation.target)} -c "print(\'a b\')" "" "ü" "x\\ny"',
    ]
    assert operation.data["password"] == {"variable": "SQLCMDPASSWORD", "secret": "sql_admin"}
    assert made.asked == []


def test_the_plan_is_what_runs(tmp_path: Path) -> None:
    """Parameters that change after the plan do not matter."""
    made = job("print('planned')")
    plan = RUN.plan(made, RUN.inspect(made))
    other = job("print('other')", folder=str(tmp_path))
    RUN.apply(plan, other)
    assert other.told == ["planned"]


def test_lists_inside_the_arguments() -> None:
    """A lone ``${databases}`` in the list becomes its elements."""
    made = TestJob(
        {
            "program": sys.executable,
            "arguments": ("-I", "-c", "import sys; print(sys.argv[1:])", ("A", "B"), 7),
        }
    )
    assert run(made).told == ["['A', 'B', '7']"]


def test_a_password_travels_in_its_variable() -> None:
    """The child has it; plan, output and argument list have not."""
    made = job(
        "import os, pathlib, sys",
        "print(len(os.environ['PW']))",
        "print(os.environ['PW'] in ' '.join(sys.orig_argv))",
        password=SecretHandle("admin"),
        password_variable="PW",
    )
    made._secrets = {"admin": Credential("", PASSWORD)}
    run(made)
    assert made.told == [str(len(PASSWORD)), "False"]
    plan = RUN.plan(made, RUN.inspect(made))
    assert PASSWORD not in json.dumps([operation.data for operation in plan.operations], ensure_ascii=False)
    made._secrets = {}
    with pytest.raises(NotHere):
        RUN.apply(plan, made)


def test_the_environment_is_an_allow_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of ours that is not named reaches the child; what the step names does."""
    for name in ("SECRET_TOKEN", "LD_PRELOAD_X", "PYTHONSTARTUP", "TEXTUAL_LOG", "GIT_DIR"):
        monkeypatch.setenv(name, "leak")
    made = run(job("import json, os", "print(json.dumps(dict(os.environ)))", environment=("MODE=7",)))
    seen = json.loads(made.told[0])
    assert "leak" not in seen.values()
    assert seen["MODE"] == "7"
    assert "PATH" in seen


def test_stdin_is_closed() -> None:
    """A program that asks gets no answer, and does not wait for one."""
    assert run(job("import sys", "print(repr(sys.stdin.read()))")).told == ["''"]


def test_cancel_ends_it_at_once() -> None:
    """Within the grace; the state afterwards is in doubt."""
    made = job("import time", "print('x', flush=True)", "time.sleep(60)")
    made.stop_after = 0.5
    begun = time.monotonic()
    with pytest.raises(Cancelled) as stopped:
        run(made)
    assert not stopped.value.known
    assert time.monotonic() - begun < 5
    pid, started = made.processes[0]
    assert not made.site.system(PROCESSES).runs_still(pid, started)


def test_the_time_limit() -> None:
    """The same by the clock."""
    made = job("import time", "time.sleep(60)")
    made._seconds = 0.5
    with pytest.raises(TimedOut):
        run(made)


def test_what_goes_on_running_is_said() -> None:
    """A program that leaves another behind is done, and the other is counted, not ended."""
    if sys.platform == "win32":
        pytest.skip("the example is written for POSIX")
    code = "import subprocess; print(subprocess.Popen(['sleep', '20']).pid)"
    made = run(job(code))
    assert "1 processes go on running" in made.told[-1]
    import signal

    os.kill(int(made.told[0]), signal.SIGKILL)


@pytest.mark.parametrize("program", ["", "./python", "sub/python", "no-such-program-here", "/", "python\0"])
def test_programs_that_are_none(program: str) -> None:
    """Blocked with a sentence: neither absolute nor on the search path."""
    found = RUN.inspect(TestJob({"program": program}))
    assert found.finding is Finding.BLOCKED


def test_the_current_folder_is_never_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A planted program is not found, neither by name nor by an empty or relative entry of the path."""
    planted = tmp_path / ("planted-tool.bat" if sys.platform == "win32" else "planted-tool")
    planted.write_text("#!/bin/sh\necho planted\n", encoding="utf-8")
    planted.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join(("", ".", "", "relative", os.path.dirname(sys.executable))))
    for name in ("planted-tool", planted.name):
        assert RUN.inspect(TestJob({"program": name})).finding is Finding.BLOCKED
    assert RUN.inspect(TestJob({"program": str(planted)})).finding is Finding.NEEDED


def test_a_shell_line() -> None:
    """Exactly as written; its own kind, for its own trust."""
    kind = CommandShell()
    line = "echo one&& echo two" if sys.platform == "win32" else "echo one; echo $((1+1))"
    made = TestJob({"line": line})
    plan = kind.plan(made, kind.inspect(made))
    assert plan.operations[0].text == line
    kind.apply(plan, made)
    assert len(made.told) == 2
