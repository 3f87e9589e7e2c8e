"""A vault in memory for tests: keeps what it is given, or fails as it is told."""

from __future__ import annotations

from dataclasses import dataclass, field

from xprunbook.run.contract import Credential
from xprunbook.run.vault import VaultFailed, VaultState, VaultTrouble

BACKEND = "keyring.backends.SecretService.Keyring"


@dataclass
class MemoryVault:
    """``trouble``: there is none to use; ``reading`` and ``writing``: what fails."""

    trouble: VaultTrouble | None = None
    reading: VaultTrouble | None = None
    writing: VaultTrouble | None = None
    kept: dict[str, Credential] = field(default_factory=dict, repr=False)
    looks: int = 0

    def look(self, afresh: bool = False) -> VaultState:
        """As told."""
        del afresh
        self.looks += 1
        return VaultState("" if self.trouble else BACKEND, self.trouble)

    def read(self, name: str) -> Credential | None:
        """What was kept."""
        self._fail(self.reading)
        return self.kept.get(name)

    def write(self, name: str, credential: Credential) -> None:
        """Keep it."""
        self._fail(self.writing)
        self.kept[name] = credential

    def remove(self, name: str) -> bool:
        """Forget it."""
        self._fail(self.writing)
        return self.kept.pop(name, None) is not None

    def _fail(self, trouble: VaultTrouble | None) -> None:
        if self.trouble or trouble:
            raise VaultFailed(trouble or self.trouble or VaultTrouble.NONE)
