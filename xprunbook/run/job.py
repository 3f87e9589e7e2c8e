"""What a kind is given to work with, on its worker thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

from xprunbook.base.language import Language, Texts
from xprunbook.base.redactor import is_short
from xprunbook.run.contract import Credential, Json
from xprunbook.run.evidence import holds_secret
from xprunbook.run.output import Output
from xprunbook.runbook.substitute import Filled, SecretHandle

if TYPE_CHECKING:
    from xprunbook.run.automation import Automation

TEXTS: Final = Texts(
    {
        "not-kept": (
            "{name} lässt sich nicht im Ordner des Laufs aufbewahren: nichts geändert. {why}",
            "{name} cannot be kept in the run's folder: nothing was changed. {why}",
        ),
        "withheld": (
            "Das benutzte Kennwort ist zu kurz, um es in einer Ausgabe zu erkennen: sie wird nicht aufbewahrt.",
            "The password in use is too short to be recognised in output: none is kept.",
        ),
    }
)

Keep: TypeAlias = Callable[[str, bytes, bool], str]
"""Keeps the bytes of a path as evidence, with a copy or by their hash; the name of the copy."""


class WorkerJob:
    """What a kind is given: parameters, site, a place for its output, the time limit and the wish to stop."""

    def __init__(
        self,
        parameters: Mapping[str, Filled],
        automation: Automation,
        language: Language,
        output: Output,
        seconds: float,
        on_process: Callable[[int, str], None],
        step: str = "",
        on_keep: Keep | None = None,
        run: str = "",
        earlier: Mapping[str, Json] | None = None,
        opened: float = 0.0,
        began: float = 0.0,
    ) -> None:
        self.parameters: Final = parameters
        self.run: Final = run
        self.opened: Final = opened
        self.began: Final = began
        self.earlier: Final[Mapping[str, Json]] = earlier or {}
        self.reached: Mapping[str, Json] = self.earlier
        self.site: Final = automation.site
        self.language: Final[Language] = language
        self._automation = automation
        self._output = output
        self._ends = time.monotonic() + seconds
        self._stop = threading.Event()
        self._on_process = on_process
        self._on_keep = on_keep
        self._step = step
        self._short = False

    def tell(self, line: str) -> None:
        """Show a line of output."""
        self._output.write(line)

    def progress(self, part: float, says: str = "") -> None:
        """Say how much is done."""
        self._output.progress(part, says)

    def checkpoint(self, facts: Mapping[str, Json]) -> None:
        """Remember how far it came; without a word the last attempt's stays."""
        self.reached = facts

    def cancel(self) -> None:
        """Ask the kind to stop."""
        self._stop.set()

    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._stop.is_set()

    def remaining(self) -> float:
        """Seconds until the time limit; never negative."""
        return max(0.0, self._ends - time.monotonic())

    def process(self, pid: int, started: str) -> None:
        """Record the process that does the work."""
        self._on_process(pid, started)

    def keep(self, path: str, data: bytes, secret: bool = False) -> str:
        """Keep bytes as evidence; where a secret too short to be found may stand in them, their hash alone."""
        if self._on_keep is None:
            return ""
        copied = not (secret or self._short or holds_secret(data, self._automation.redactor))
        return self._on_keep(path, data, copied)

    def secret(self, handle: SecretHandle) -> Credential:
        """The value of a secret at the moment of use; that it is used is recorded first."""
        credential = self._automation.secret(handle)
        if is_short(credential.password):
            self._short = True
            self._output.withhold(TEXTS.say("withheld", self.language))
        self._automation.used(self._step, handle)
        return credential
