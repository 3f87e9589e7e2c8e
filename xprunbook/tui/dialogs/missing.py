"""Asks for the secrets a step still needs, one after the other, before it is run."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.app import App

from xprunbook.base.language import Language
from xprunbook.run.vault import VaultState
from xprunbook.runbook.model import Secret, Step
from xprunbook.tui.dialogs.credentials import say_placed, take
from xprunbook.tui.dialogs.secret import GivenSecret, GiveSecret

if TYPE_CHECKING:
    from xprunbook.run.secrets import SecretKeeper


def ask_secrets(
    app: App[Any], keeper: SecretKeeper, step: Step, language: Language, then: Callable[[bool, str], None]
) -> None:
    """Ask for what is missing, then go on: ``then(True, sentence)`` on the face's thread, once, when everything was
    given or declined; ``then(False, "")`` if one was left for later. ``sentence``: why one could not be kept, or empty.

    Returns at once; nothing is asked for a step that uses no secret.
    """
    if not keeper.uses(step):
        then(True, "")
        return
    asking = _Asking(app, keeper, language, then)
    asking.in_thread(lambda: (keeper.missing(step), keeper.vault()), asking.begin)


class _Asking:
    """One round of questions."""

    def __init__(
        self, app: App[Any], keeper: SecretKeeper, language: Language, then: Callable[[bool, str], None]
    ) -> None:
        self._app = app
        self._keeper = keeper
        self._language: Language = language
        self._then = then
        self._left: list[Secret] = []
        self._vault = VaultState()
        self._says = ""

    def in_thread(self, work: Callable[[], Any], after: Callable[[Any], None]) -> None:
        """Do what may take long, then go on with its result on the face's thread."""

        def both() -> None:
            result = work()
            if self._app.is_running:
                self._app.call_later(after, result)

        threading.Thread(target=both, name="xprunbook-secrets", daemon=True).start()

    def begin(self, found: tuple[tuple[Secret, ...], VaultState]) -> None:
        """What is missing is known."""
        missing, self._vault = found
        self._left = list(missing)
        self._next()

    def _next(self) -> None:
        if not self._left:
            self._then(True, self._says)
            return
        secret = self._left[0]
        steps = [step.number for step in self._keeper.steps(secret.id)]
        self._app.push_screen(GiveSecret(secret, self._vault, self._language, steps=steps), self._given)

    def _given(self, given: GivenSecret | None) -> None:
        if given is None:
            self._then(False, "")
            return

        def work() -> tuple[str, VaultState]:
            failed = take(self._keeper, given)
            if failed is None:
                return "", self._keeper.vault()
            secret = self._left[0]
            return say_placed(secret.title, failed, given, "", self._language), self._keeper.vault()

        self.in_thread(work, self._taken)

    def _taken(self, answer: tuple[str, VaultState]) -> None:
        says, self._vault = answer
        self._says = says or self._says
        del self._left[0]
        self._next()
