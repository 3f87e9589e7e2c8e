"""The vault over the real Windows Credential Manager."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Any

import pytest

from xprunbook.run.contract import Credential
from xprunbook.run.vault import MAX_SECRET, VaultFailed, VaultTrouble
from xprunbook.systems.vault import ACCOUNT, KeyringVault

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="the Credential Manager is a part of Windows")

NAME = "xprunbook/user/test-of-xprunbook"
SECRET = Credential("CORP\\svc", "Vogel 4711\u00fc\U0001f426")


def credentials() -> tuple[Any, Any]:
    """The module that calls the Credential Manager, and its errors."""
    win32 = pytest.importorskip("win32ctypes.pywin32")
    return win32.win32cred, win32.pywintypes


@pytest.fixture
def vault() -> Any:
    made = KeyringVault()
    if not made.look().usable:
        pytest.skip(f"no Credential Manager in this session: {made.look().trouble}")
    yield made
    with suppress(VaultFailed):
        made.remove(NAME)


def test_it_stays_on_this_machine_and_leaves_no_second_copy(vault: KeyringVault) -> None:
    win32cred, errors = credentials()
    vault.write(NAME, Credential("CORP\\svc", "an earlier one"))
    vault.write(NAME, SECRET)
    assert vault.read(NAME) == SECRET
    kept = win32cred.CredRead(Type=1, TargetName=NAME)
    assert kept["Persist"] == 2, "CRED_PERSIST_LOCAL_MACHINE"
    with pytest.raises(errors.error):
        win32cred.CredRead(Type=1, TargetName=f"{ACCOUNT}@{NAME}")
    assert vault.remove(NAME)
    assert vault.read(NAME) is None


def test_the_longest_secret_fits(vault: KeyringVault) -> None:
    longest = Credential("u", "x" * (MAX_SECRET - 2))
    vault.write(NAME, longest)
    assert vault.read(NAME) == longest


def test_a_network_logon_is_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    win32cred, errors = credentials()

    def fails(*arguments: object, **named: object) -> None:
        raise errors.error(1312, "CredRead", "A specified logon session does not exist.")

    for name in ("CredRead", "CredWrite", "CredDelete"):
        monkeypatch.setattr(win32cred, name, fails)
    vault = KeyringVault()
    assert vault.look().trouble is VaultTrouble.NETWORK_LOGON
    with pytest.raises(VaultFailed) as failed:
        vault.write(NAME, SECRET)
    assert failed.value.trouble is VaultTrouble.NETWORK_LOGON
