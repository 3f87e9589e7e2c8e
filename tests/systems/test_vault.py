"""The vault over real and over invented keyrings."""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import sys
import types
from contextlib import suppress
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.systems import keyrings
from xprunbook.run.contract import Credential
from xprunbook.run.vault import (
    MAX_SECRET,
    TEXTS,
    VaultFailed,
    VaultTrouble,
    say_backend,
    say_help,
    say_trouble,
)
from xprunbook.systems.keyrings import ACCEPTED, ELSEWHERE, Unfit, candidates, classify, make_backend
from xprunbook.systems.vault import KeyringVault

HERE = "tests.systems.keyrings"
ROOT = Path(__file__).parents[2]
SECRET = Credential("CORP\\svc", "Vogel 4711\u00fc\U0001f426")


@pytest.fixture
def good() -> KeyringVault:
    keyrings.Good.kept = {}
    return KeyringVault(f"{HERE}.Good")


def test_what_is_kept_is_read_back_and_forgotten(good: KeyringVault) -> None:
    assert good.look().usable
    assert good.look().backend == f"{HERE}.Good"
    assert good.read("xprunbook/user/a") is None
    good.write("xprunbook/user/a", SECRET)
    good.write("xprunbook/user/a", SECRET)
    assert good.read("xprunbook/user/a") == SECRET
    assert good.read("xprunbook/run/r1/a") is None
    assert good.remove("xprunbook/user/a")
    assert not good.remove("xprunbook/user/a")
    assert not keyrings.Good.kept


def test_too_long_is_refused_before_anything_is_written(good: KeyringVault) -> None:
    with pytest.raises(VaultFailed) as failed:
        good.write("a", Credential("u", "x" * MAX_SECRET))
    assert failed.value.trouble is VaultTrouble.TOO_LONG
    good.write("a", Credential("u", "x" * (MAX_SECRET - 2)))


def test_only_named_keyrings_count() -> None:
    assert candidates("win32") == ("keyring.backends.Windows.WinVaultKeyring",)
    assert candidates("darwin") == ("keyring.backends.macOS.Keyring",)
    assert candidates("linux", "my.Own")[0] == "my.Own"
    for names in (*ACCEPTED.values(), ELSEWHERE):
        assert not [name for name in names if any(bad in name for bad in ("fail", "null", "chainer", "alt"))]


def test_properties_from_the_environment_are_ignored_unless_allowed() -> None:
    assert not hasattr(make_backend(f"{HERE}.Good"), "from_outside")
    assert hasattr(make_backend(f"{HERE}.Good", honours_environment=True), "from_outside")


def test_the_real_classes_ignore_them_too(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("keyring")
    monkeypatch.setenv("KEYRING_PROPERTY_MARKED", "yes")
    name = "keyring.backends.null.Keyring"
    assert hasattr(make_backend(name, honours_environment=True), "marked")
    assert not hasattr(make_backend(name), "marked")


@pytest.mark.parametrize("name", [name for names in (*ACCEPTED.values(), ELSEWHERE) for name in names])
def test_every_accepted_name_is_a_class_of_keyring(name: str) -> None:
    """The allow-list names what keyring really has: it can be made here, or says why not."""
    pytest.importorskip("keyring")
    module, _, kind = f"keyring.backends.{name}".rpartition(".")
    real = getattr(importlib.import_module(module), kind)
    assert {"get_password", "set_password", "delete_password"} <= set(dir(real))
    with suppress(Unfit):  # another system's
        assert type(make_backend(f"keyring.backends.{name}")) is real


@pytest.mark.parametrize("name", ["fail.Keyring", "null.Keyring", "chainer.ChainerBackend"])
def test_what_keyring_itself_would_fall_back_to_is_never_tried(name: str) -> None:
    pytest.importorskip("keyring")
    module, _, kind = f"keyring.backends.{name}".rpartition(".")
    assert hasattr(importlib.import_module(module), kind)
    for platform in ("win32", "darwin", "linux", "freebsd13"):
        assert f"keyring.backends.{name}" not in candidates(platform)


def test_windows_credentials_stay_on_the_machine() -> None:
    module = types.ModuleType("invented_windows")

    class WinVaultKeyring(keyrings.Good):
        """Takes its persistence as keyring's does."""

        persist = 3

    module.WinVaultKeyring = WinVaultKeyring  # type: ignore[attr-defined]
    with patch.dict(sys.modules, {"invented_windows": module}):
        backend = make_backend("invented_windows.WinVaultKeyring")
    assert backend.persist == 2  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "name", ["no.such.Module", "keyring.backends.null.NoSuch", "nothing", "", f"{HERE}.Absent"]
)
def test_what_cannot_be_made_says_why(name: str) -> None:
    with pytest.raises(Unfit) as unfit:
        make_backend(name)
    assert str(unfit.value)


def test_errors_are_known_by_number_and_class() -> None:
    assert (
        classify(keyrings.WindowsError1312(1312, "CredRead", "Eine angegebene Anmeldesitzung …"))
        is VaultTrouble.NETWORK_LOGON
    )
    assert classify(keyrings.WindowsError1312(1783, "CredWrite", "")) is VaultTrouble.TOO_LONG
    assert classify(keyrings.KeyringLocked()) is VaultTrouble.LOCKED
    wrapped = RuntimeError("x")
    wrapped.__cause__ = keyrings.InitError()
    assert classify(wrapped) is VaultTrouble.LOCKED
    assert classify(ValueError(5)) is VaultTrouble.BROKEN


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_trouble_has_one_sentence_and_what_helps(language: str) -> None:
    for trouble in VaultTrouble:
        assert say_trouble(trouble, language).count(". ") == 0  # type: ignore[arg-type]
        assert say_help(trouble, language)  # type: ignore[arg-type]
    assert "memory" in TEXTS.table
    assert say_backend("keyring.backends.Windows.WinVaultKeyring", "en") == "Windows Credential Manager"
    assert say_backend("my.Own", "en") == "my.Own"


def test_a_locked_keyring_may_be_looked_at_anew() -> None:
    vault = KeyringVault(f"{HERE}.Locked")
    assert vault.look().trouble is VaultTrouble.LOCKED
    with patch.object(keyrings.Locked, "get_password", keyrings.Good.get_password):
        assert vault.look().trouble is VaultTrouble.LOCKED
        assert vault.look(afresh=True).usable


SCRIPT = """
import json, sys
from xprunbook.run.contract import Credential
from xprunbook.run.vault import VaultFailed
from xprunbook.systems.vault import KeyringVault
vault, said = KeyringVault(), {}
said["backend"], said["trouble"] = vault.look().backend, vault.look().trouble
secret = Credential("CORP\\\\svc", "Vogel 4711\\u00fc\\U0001f426")
try:
    before = vault.read("xprunbook/user/a")
    said["before"] = before == secret
    vault.write("xprunbook/user/a", secret)
    said["after"] = vault.read("xprunbook/user/a") == secret
    said["other"] = vault.read("xprunbook/run/r/a") is None
except VaultFailed as error:
    said["failed"] = error.trouble
print(json.dumps(said))
"""


def secret_service(home: Path, unlock: bool) -> dict[str, object]:
    """Run the script in a D-Bus session of its own with a real keyring daemon."""
    import json

    run = home / "run"
    run.mkdir(mode=0o700, exist_ok=True)
    begin = (
        'eval "$(printf %s PASS | gnome-keyring-daemon --unlock --components=secrets 2>/dev/null)"'
        if unlock
        else "gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1"
    )
    shell = f'{begin}; sleep 1; exec "$0" -c "$1"'
    environ = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(run),
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        ["dbus-run-session", "--", "bash", "-c", shell, sys.executable, SCRIPT],
        capture_output=True,
        text=True,
        check=False,
        env=environ,
        timeout=60,
    )
    assert done.stdout, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


needs_secret_service = pytest.mark.skipif(
    not (shutil.which("dbus-run-session") and shutil.which("gnome-keyring-daemon")),
    reason="no real Secret Service here: dbus-run-session and gnome-keyring-daemon are needed",
)


@needs_secret_service
def test_a_real_secret_service(tmp_path: Path) -> None:
    pytest.importorskip("secretstorage")
    backend = "keyring.backends.SecretService.Keyring"
    first = secret_service(tmp_path, unlock=True)
    assert first == {"backend": backend, "trouble": None, "before": False, "after": True, "other": True}
    assert secret_service(tmp_path, unlock=True)["before"], "it is kept for the next session"
    locked = secret_service(tmp_path, unlock=False)
    assert locked["trouble"] == "locked"
    assert locked["failed"] == "locked"


@needs_secret_service
def test_a_real_secret_service_that_has_no_keyring_yet(tmp_path: Path) -> None:
    pytest.importorskip("secretstorage")
    assert secret_service(tmp_path, unlock=False)["trouble"] == "locked"
