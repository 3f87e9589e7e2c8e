"""``secrets`` and ``doctor`` as an admin and a script use them, where there is no keyring."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CANARY = "Kanarienvogel-4711!"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def xprunbook(
    *arguments: str, home: Path, typed: str = "", language: str = "en", **more: str
) -> subprocess.CompletedProcess[str]:
    environ = {
        **os.environ,
        "XPRUNBOOK_HOME": str(home),
        "XPRUNBOOK_LANG": language,
        "PYTHONUTF8": "1",
        **more,
    }
    environ.pop("DBUS_SESSION_BUS_ADDRESS", None)
    environ["XDG_RUNTIME_DIR"] = str(home)
    return subprocess.run(
        [sys.executable, "-m", "xprunbook", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=environ,
        cwd=ROOT,
        input=typed,
    )


def started(home: Path) -> str:
    done = xprunbook("start", "xphone-v8-to-v9", "--plan", "C", "--person", "Ada", "--no-open", home=home)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def everything(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())


needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="a session without keyring is made on Linux")


@needs_linux
def test_without_a_keyring_nothing_is_kept_and_the_reason_is_said(home: Path) -> None:
    started(home)
    done = xprunbook("secrets", "set", "sql_admin", "--user", "sa", "--stdin", home=home, typed=CANARY)
    assert done.returncode == 1
    assert "was not kept" in done.stderr
    assert CANARY not in done.stdout + done.stderr
    assert CANARY.encode() not in everything(home)
    listed = xprunbook("secrets", "list", home=home).stdout
    assert "this session only" in listed
    assert "sql_admin" in listed
    assert "not kept" in listed


@needs_linux
@pytest.mark.parametrize(
    "variables",
    [
        {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"},
        {"PYTHON_KEYRING_BACKEND": "keyrings.alt.file.PlaintextKeyring"},
        {"PYTHON_KEYRING_BACKEND": "no.such.Keyring"},
        {"KEYRING_PROPERTY_SCHEME": "KeePassXC"},
    ],
    ids=str,
)
def test_a_keyring_chosen_by_the_environment_is_not_heeded(home: Path, variables: dict[str, str]) -> None:
    started(home)
    done = xprunbook("secrets", "set", "service_password", "--stdin", home=home, typed=CANARY, **variables)
    assert done.returncode == 1
    assert CANARY.encode() not in everything(home)
    found = json.loads(xprunbook("doctor", "--json", home=home, **variables).stdout)["findings"]
    (ignored,) = (item for item in found if item["code"] == "ignored")
    assert ignored["facts"]["name"] == next(iter(variables))
    assert ignored["helps"]


def test_lists_are_for_scripts_too(home: Path) -> None:
    run = started(home)
    data = json.loads(xprunbook("secrets", "list", "--json", home=home).stdout)
    assert data["run"] == run
    assert {item["id"] for item in data["secrets"]} >= {"sql_admin", "service_password"}
    assert {item["scope"] for item in data["secrets"]} == {"run"}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("secrets", "set", "no_such", "--stdin"), "sql_admin"),
        (("secrets", "forget", "no_such"), "sql_admin"),
        (("secrets", "list", "--run", "nowhere"), "nowhere"),
    ],
)
def test_what_does_not_fit_is_named(home: Path, arguments: tuple[str, ...], says: str) -> None:
    started(home)
    done = xprunbook(*arguments, home=home)
    assert done.returncode == 2
    assert says in done.stderr


def test_without_a_run_it_says_so(home: Path) -> None:
    done = xprunbook("secrets", "list", home=home)
    assert done.returncode == 2
    assert "no open run" in done.stderr


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_doctor_looks_at_everything(home: Path, language: str) -> None:
    done = xprunbook("doctor", home=home, language=language)
    assert done.returncode == 0, done.stdout
    assert "Traceback" not in done.stderr
    found = json.loads(xprunbook("doctor", "--json", home=home, language=language).stdout)["findings"]
    assert {item["topic"] for item in found} == {
        "session",
        "terminal",
        "automation",
        "keyring",
        "sql",
        "storage",
        "versions",
        *(("machine",) if sys.platform == "win32" else ()),
    }
    codes = {item["code"] for item in found}
    assert {"session", "colours", "encoding", "runs", "versions"} <= codes
    assert codes & {"local", "remote"}


def test_the_doctor_knows_sessions(monkeypatch: pytest.MonkeyPatch) -> None:
    from xprunbook.systems import computer
    from xprunbook.systems.computer import SessionKind, session_kind

    for asked in ("_is_remote", "_is_visible"):
        monkeypatch.setattr(computer, asked, lambda: False)

    assert session_kind({"SSH_CONNECTION": "1 2 3 4"}, "win32") is SessionKind.SSH
    assert session_kind({"SESSIONNAME": "RDP-Tcp#3"}, "win32") is SessionKind.RDP
    assert session_kind({"SESSIONNAME": "Console"}, "win32") is SessionKind.CONSOLE
    assert session_kind({}, "win32") is SessionKind.SERVICE
    assert session_kind({}, "linux") is SessionKind.CONSOLE


def test_the_doctor_never_loads_the_face(home: Path) -> None:
    script = (
        "import sys\nfrom xprunbook.cli.main import main\nmain(['doctor', '--json'])\n"
        "assert 'textual' not in sys.modules"
    )
    environ = {**os.environ, "XPRUNBOOK_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, env=environ, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits")
def test_no_core_dumps(home: Path) -> None:
    script = (
        "import resource\nfrom xprunbook.cli.keeping import secret_store\nsecret_store()\n"
        "assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)\n"
        "import sys, ctypes\nassert sys.platform != 'linux' or ctypes.CDLL(None).prctl(3) == 0"
    )
    environ = {**os.environ, "XPRUNBOOK_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, env=environ, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
