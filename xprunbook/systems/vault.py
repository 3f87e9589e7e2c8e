"""The vault over the operating system's keyring. ``keyring`` is imported when a secret is first asked for.

Backends are made by name, never by ``keyring.get_keyring()``: that would take ``PYTHON_KEYRING_BACKEND``, a module
path out of ``keyringrc.cfg``, or a plain-text file of an add-on, and say nothing (keyring 25.7, measured). Every
call runs in a daemon thread with a limit: a Secret Service may wait for ever for a prompt that nobody sees.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, TypeAlias, TypeVar

from xprunbook.run.contract import Credential
from xprunbook.run.vault import MAX_SECRET, VaultFailed, VaultState, VaultTrouble
from xprunbook.systems.keyrings import (
    Backend,
    Unfit,
    candidates,
    classify,
    found_beside,
    make_backend,
    silent_look,
)

Result = TypeVar("Result")

LIMIT: Final = 5.0
"""Seconds a call may take, the first look at the keyring included."""

ACCOUNT: Final = "xprunbook"
"""The user name every entry stands under: the login's own name is part of what is kept."""

PROBE: Final = "xprunbook/probe"
"""A name that is never written, read to see whether the keyring answers."""

Made: TypeAlias = tuple[VaultState, Backend | None]


class _Late(Exception):
    """The call did not end within its time."""


class _Call:
    """One call in a thread of its own. ``given_up``: nobody waits for it any more."""

    def __init__(self) -> None:
        self.given_up = False
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._results: list[Any] = []
        self._error: Exception | None = None

    def within(self, work: Callable[[_Call], Result], seconds: float) -> Result:
        """The result of the work; _Late if it does not come in time, else whatever it raises."""
        threading.Thread(target=self._work, args=(work,), name="xprunbook-vault", daemon=True).start()
        if not self._ended.wait(max(0.0, seconds)):
            with self._lock:
                if not self._ended.is_set():
                    self.given_up = True
                    raise _Late
        if self._error is not None:
            raise self._error
        result: Result = self._results[0]
        return result

    def _work(self, work: Callable[[_Call], Any]) -> None:
        try:
            self._results.append(work(self))
        except Exception as error:  # foreign code: whatever it raises is classified by whoever waits
            self._error = error
        with self._lock:
            self._ended.set()


class KeyringVault:
    """Secrets in the keyring of this user. ``allowed``: a further class of keyring, named in the settings."""

    def __init__(self, allowed: str = "", limit: float = LIMIT) -> None:
        self._allowed: Final = allowed
        self._limit: Final = limit
        self._lock = threading.Lock()
        self._made: Made | None = None

    def look(self, afresh: bool = False) -> VaultState:
        """What kind of keyring there is; found out once, or ``afresh``."""
        return self._look(time.monotonic() + self._limit, afresh)[0]

    def read(self, name: str) -> Credential | None:
        """The secret of this name; None if there is none."""
        ends = time.monotonic() + self._limit
        backend = self._backend(ends)
        return self._ask(lambda call: _read(backend, name), ends)

    def write(self, name: str, credential: Credential) -> None:
        """Keep a secret, read it back and compare. VaultFailed: then nothing of this name is kept."""
        ends = time.monotonic() + self._limit
        if len(_packed(credential)) > MAX_SECRET:
            raise VaultFailed(VaultTrouble.TOO_LONG, str(len(_packed(credential))))
        backend = self._backend(ends)
        if not self._ask(lambda call: _write(backend, name, credential, call), ends):
            self._made = (VaultState("", VaultTrouble.DIFFERS, _name(backend)), None)
            raise VaultFailed(VaultTrouble.DIFFERS, _name(backend))

    def remove(self, name: str) -> bool:
        """Forget it; whether there was one."""
        ends = time.monotonic() + self._limit
        backend = self._backend(ends)
        return self._ask(lambda call: _remove(backend, name), ends)

    def _look(self, ends: float, afresh: bool = False) -> Made:
        # Who comes while another looks waits for that one's result, at most as long as the look may take.
        if not self._lock.acquire(timeout=max(0.0, ends - time.monotonic())):
            return VaultState("", VaultTrouble.TIMEOUT), None
        try:
            if self._made is None or afresh:
                self._made = self._find(ends)
            return self._made
        finally:
            self._lock.release()

    def _find(self, ends: float) -> Made:
        if sys.platform == "win32" and not self._allowed and not _keeps_credentials():
            return VaultState("", VaultTrouble.NETWORK_LOGON, "CredGetSessionTypes"), None
        try:
            return _Call().within(lambda call: _find_backend(self._allowed), ends - time.monotonic())
        except _Late:
            return VaultState("", VaultTrouble.TIMEOUT), None
        except Exception as error:
            return VaultState("", classify(error), _told(error)), None

    def _backend(self, ends: float) -> Backend:
        state, backend = self._look(ends)
        if backend is None:
            raise VaultFailed(state.trouble or VaultTrouble.NONE, state.detail)
        return backend

    def _ask(self, work: Callable[[_Call], Result], ends: float) -> Result:
        """One call; a failure that concerns the keyring as a whole holds for the rest of the session."""
        try:
            return _Call().within(work, ends - time.monotonic())
        except _Late:
            trouble, detail = VaultTrouble.TIMEOUT, ""
        except Exception as error:
            trouble, detail = classify(error), _told(error)
        # Raised out here: what the keyring raised may hold a value, and would hang on as the context.
        if trouble in (
            VaultTrouble.TIMEOUT,
            VaultTrouble.LOCKED,
            VaultTrouble.NETWORK_LOGON,
            VaultTrouble.NONE,
        ):
            self._made = (VaultState("", trouble, detail), None)
        raise VaultFailed(trouble, detail)


def _find_backend(allowed: str) -> Made:
    """On the worker: the first keyring that counts and answers."""
    why: list[str] = []
    for name in candidates(sys.platform, allowed):
        try:
            backend = make_backend(name, honours_environment=name == allowed)
        except Unfit as unfit:
            why.append(f"{name}: {unfit}")
            continue
        trouble = silent_look(backend)
        if trouble is None:
            try:
                backend.get_password(PROBE, ACCOUNT)
            except Exception as error:
                return VaultState("", classify(error), f"{name}: {_told(error)}"), None
            return VaultState(name), backend
        return VaultState("", trouble, name), None
    return VaultState("", VaultTrouble.NONE, "; ".join((*why, *found_beside()))), None


def _name(backend: Backend) -> str:
    return f"{type(backend).__module__}.{type(backend).__qualname__}"


def _told(error: Exception) -> str:
    """An error without its text: that may hold a value."""
    number = getattr(error, "winerror", None) or getattr(error, "errno", None)
    return f"{type(error).__name__} {number}" if isinstance(number, int) else type(error).__name__


def _packed(credential: Credential) -> str:
    """Name and password as one text: one entry a secret, whatever the backend thinks of user names."""
    return f"{credential.user}\n{credential.password}"


def _unpacked(text: str) -> Credential:
    user, _, password = text.partition("\n")
    return Credential(user, password)


def _read(backend: Backend, name: str) -> Credential | None:
    text = backend.get_password(name, ACCOUNT)
    return None if text is None else _unpacked(text)


def _write(backend: Backend, name: str, credential: Credential, call: _Call) -> bool:
    """On the worker: whether it was kept. What came too late, or is not what was meant, is taken out again."""
    # The Windows backend would keep the earlier password under a second name (keyring 25.7, set_password).
    _remove(backend, name)
    kept = False
    try:
        backend.set_password(name, ACCOUNT, _packed(credential))
        kept = _read(backend, name) == credential
    finally:
        if call.given_up or not kept:
            with suppress(Exception):
                _remove(backend, name)
    return kept


def _remove(backend: Backend, name: str) -> bool:
    if backend.get_password(name, ACCOUNT) is None:
        return False
    backend.delete_password(name, ACCOUNT)
    return True


if sys.platform == "win32":

    def _keeps_credentials() -> bool:
        """Whether this logon session can keep generic credentials on this machine: CredGetSessionTypes, advapi32.

        Network logons (SSH, WinRM) have no credential set at all; asking says so without touching one.
        """
        import ctypes

        most = (ctypes.c_ulong * 7)()
        try:
            if not ctypes.windll.advapi32.CredGetSessionTypes(7, most):
                return False
        except (OSError, AttributeError):
            return True  # unknown: the first read tells
        return int(most[1]) >= 2  # CRED_TYPE_GENERIC; CRED_PERSIST_LOCAL_MACHINE

else:

    def _keeps_credentials() -> bool:
        """A question for Windows only."""
        return True
