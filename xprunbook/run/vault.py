"""The vault as a run sees it: a port that systems implement, what may be wrong with it, and what helps then.

A vault keeps secrets of this user on this machine, by the operating system. When there is none, secrets are asked
for and kept in memory. They are never written to a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from xprunbook.base.errors import XprunbookError
from xprunbook.base.language import Language, Texts
from xprunbook.run.contract import Credential

MEMORY: Final = "memory"
"""The name of the place that is no vault: this session's memory."""

MAX_SECRET: Final = 1_200
"""Characters a name and a password may take together. Windows keeps 2,560 bytes of UTF-16, 1,280 characters; a
longer one fails there with error 1783, so it is refused everywhere."""


class VaultTrouble(StrEnum):
    """Why nothing can be kept."""

    NONE = "none"  #: there is no keyring, or none that counts
    LOCKED = "locked"
    NETWORK_LOGON = "network-logon"  #: Windows gives network logons no credentials (error 1312)
    TOO_LONG = "too-long"
    TIMEOUT = "timeout"
    DIFFERS = "differs"  #: what was read back is not what was written
    BROKEN = "broken"  #: it failed in another way


@dataclass(frozen=True, slots=True)
class VaultState:
    """What was found. ``backend``: its name as the system has it, empty if none counts; ``detail``: facts for
    people who look into it (names of classes and errors, never a value)."""

    backend: str = ""
    trouble: VaultTrouble | None = None
    detail: str = ""

    @property
    def usable(self) -> bool:
        """Whether secrets can be kept."""
        return self.trouble is None


class VaultFailed(XprunbookError):
    """The vault did not do it; the secret is not in it."""

    def __init__(self, trouble: VaultTrouble, detail: str = "") -> None:
        super().__init__(say_trouble(trouble, "en"), say_help(trouble, "en"))
        self.trouble: Final = trouble
        self.detail: Final = detail


class Vault(Protocol):
    """Keeps secrets under names. No call takes longer than its limit; each may come from any thread."""

    def look(self, afresh: bool = False) -> VaultState:
        """What kind of vault there is; found out once, or ``afresh``. Asks nobody for anything."""
        ...

    def read(self, name: str) -> Credential | None:
        """The secret of this name; None if there is none. VaultFailed."""
        ...

    def write(self, name: str, credential: Credential) -> None:
        """Keep a secret and see that it is there. VaultFailed: then nothing of this name is kept."""
        ...

    def remove(self, name: str) -> bool:
        """Forget it; whether there was one. VaultFailed."""
        ...


class NoVault:
    """The vault of a session that has none."""

    def __init__(self, state: VaultState | None = None) -> None:
        self._state = state or VaultState("", VaultTrouble.NONE)

    def look(self, afresh: bool = False) -> VaultState:
        """None."""
        del afresh
        return self._state

    def read(self, name: str) -> Credential | None:
        """Nothing is kept."""
        del name
        return None

    def write(self, name: str, credential: Credential) -> None:
        """Nothing can be kept."""
        del name, credential
        raise VaultFailed(self._state.trouble or VaultTrouble.NONE, self._state.detail)

    def remove(self, name: str) -> bool:
        """There is nothing to forget."""
        del name
        return False


TEXTS: Final = Texts(
    {
        "memory": ("nur in dieser Sitzung", "this session only"),
        "Windows.WinVaultKeyring": ("Windows-Anmeldeinformationsverwaltung", "Windows Credential Manager"),
        "macOS.Keyring": ("macOS-Schlüsselbund", "macOS keychain"),
        "SecretService.Keyring": ("Secret Service (Schlüsselbund)", "Secret Service (keyring)"),
        "libsecret.Keyring": ("Secret Service (libsecret)", "Secret Service (libsecret)"),
        "kwallet.DBusKeyring": ("KWallet", "KWallet"),
        "kwallet.DBusKeyringKWallet4": ("KWallet 4", "KWallet 4"),
        "none": (
            "Auf diesem Rechner gibt es keinen Schlüsselbund, dem Kennwörter anvertraut werden können.",
            "This machine has no keyring that passwords could be entrusted to.",
        ),
        "none.help": (
            "Kennwörter gelten nur für diese Sitzung. Am SQL Server am besten die Windows-Anmeldung benutzen: sie "
            "braucht keins.",
            "Passwords are kept for this session only. At the SQL Server best use the Windows logon: it needs none.",
        ),
        "locked": (
            "Der Schlüsselbund ist gesperrt.",
            "The keyring is locked.",
        ),
        "locked.help": (
            "In einer Sitzung am Bildschirm entsperren, dann neu nachsehen; sonst gelten Kennwörter nur jetzt.",
            "Unlock it in a session at the screen and look again; else passwords are kept for this session only.",
        ),
        "network-logon": (
            "Windows gibt Anmeldungen über das Netz (SSH, WinRM) keinen Zugriff auf gespeicherte Anmeldedaten "
            "(Fehler 1312).",
            "Windows gives logons over the network (SSH, WinRM) no access to stored credentials (error 1312).",
        ),
        "network-logon.help": (
            "An der Konsole oder per Remotedesktop anmelden; sonst gelten Kennwörter nur für diese Sitzung.",
            "Log on at the console or by Remote Desktop; else passwords are kept for this session only.",
        ),
        "too-long": (
            "Name und Kennwort sind zusammen zu lang für den Schlüsselbund (höchstens 1200 Zeichen).",
            "Name and password together are too long for the keyring (1,200 characters at most).",
        ),
        "too-long.help": (
            "Das Kennwort gilt nur für diese Sitzung.",
            "The password is kept for this session only.",
        ),
        "timeout": (
            "Der Schlüsselbund antwortet nicht.",
            "The keyring does not answer.",
        ),
        "timeout.help": (
            "Vielleicht wartet an einem anderen Bildschirm eine Frage. Kennwörter gelten nur für diese Sitzung.",
            "Perhaps a question waits on another screen. Passwords are kept for this session only.",
        ),
        "differs": (
            "Der Schlüsselbund gibt nicht zurück, was hineingelegt wurde.",
            "The keyring does not give back what was put in.",
        ),
        "differs.help": (
            "Ihm ist nicht zu trauen; das Kennwort gilt nur für diese Sitzung.",
            "It cannot be trusted; the password is kept for this session only.",
        ),
        "broken": (
            "Der Schlüsselbund meldet einen Fehler.",
            "The keyring reports an error.",
        ),
        "broken.help": (
            "Kennwörter gelten nur für diese Sitzung; „xprunbook doctor“ nennt den Fehler.",
            "Passwords are kept for this session only; “xprunbook doctor” names the error.",
        ),
    }
)
"""The names of backends, and for each trouble one sentence and what helps."""


def say_backend(backend: str, language: Language) -> str:
    """A backend as people know it; one that an administrator allowed stands for itself."""
    short = backend.removeprefix("keyring.backends.")
    return TEXTS.say(short, language) if short in TEXTS.table else backend


def say_trouble(trouble: VaultTrouble, language: Language) -> str:
    """What is wrong, in one sentence."""
    return TEXTS.say(trouble.value, language)


def say_help(trouble: VaultTrouble, language: Language) -> str:
    """What helps."""
    return TEXTS.say(f"{trouble.value}.help", language)
