"""Asking for secrets: what one is told, what comes back, and that nothing of it can be seen or copied."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from textual.events import Paste
from textual.pilot import Pilot

from tests.run.vaults import MemoryVault
from tests.tui.stage import HOSTILE, Stage, on_stage, shown, small_book, typed
from xprunbook.run.automation import Result
from xprunbook.run.contract import Credential, Finding, Inspection, Statement
from xprunbook.run.secrets import SecretKeeper, SecretStore
from xprunbook.run.session import Promise
from xprunbook.run.vault import MAX_SECRET, VaultState, VaultTrouble
from xprunbook.runbook.model import Runbook, Secret, SecretScope, SecretType, Use
from xprunbook.tui.bursts import KeyBurst
from xprunbook.tui.dialogs.credentials import Credentials
from xprunbook.tui.dialogs.missing import ask_secrets
from xprunbook.tui.dialogs.secret import GivenSecret, GiveSecret, SecretInput

LOGIN = Secret("sql_admin", SecretType.LOGIN, "SQL-Anmeldung", optional=True, help="Nur wenn nötig.")
PASSWORD = Secret("service", SecretType.PASSWORD, "Kennwort des Dienstkontos", SecretScope.USER)
GOOD = VaultState("keyring.backends.Windows.WinVaultKeyring")
NONE = VaultState("", VaultTrouble.NETWORK_LOGON)
CANARY = "Vogel-4711!"


def runbook() -> Runbook:
    """The small runbook, with secrets; its installation uses the login."""
    book = small_book().speak("de")
    phases = tuple(
        replace(
            phase,
            steps=tuple(
                replace(step, action=Use("demo.install", {"login": "${sql_admin}", "host": "x"}))
                if step.id == "install"
                else step
                for step in phase.steps
            ),
        )
        for phase in book.phases
    )
    return replace(book, phases=phases, secrets={"sql_admin": LOGIN, "service": PASSWORD})


def keeper(vault: MemoryVault | None = None) -> SecretKeeper:
    return SecretKeeper(SecretStore(vault or MemoryVault()), runbook(), "r1", "de")


async def settle(pilot: Pilot[Any], until: Callable[[], bool] = lambda: True) -> None:
    """Let threads answer."""
    for _ in range(100):
        await pilot.pause()
        if until():
            break
        time.sleep(0.01)
    await pilot.pause()


class TestGiving:
    def test_integrated_authentication_is_recommended_first(self) -> None:
        answers, picture = on_stage(lambda: GiveSecret(LOGIN, GOOD, "de", steps=("2a", "7")), keys=("enter",))
        assert answers == [GivenSecret("sql_admin", None, False)]
        assert "Windows-Anmeldung benutzen" in picture
        assert "empfohlen" in picture
        assert "Benutzt in: 2a, 7" in picture
        assert "Windows-Anmeldeinformationsverwaltung" in picture

    def test_who_types_gives_it(self) -> None:
        keys = ("tab", *typed("sa"), "tab", *"Vogel4711", "enter")
        answers, _ = on_stage(lambda: GiveSecret(LOGIN, GOOD, "de"), keys=keys)
        assert answers == [GivenSecret("sql_admin", Credential("sa", "Vogel4711"), True)]

    def test_only_for_this_session(self) -> None:
        keys = (*"Vogel4711", "tab", "down", "enter")
        answers, _ = on_stage(lambda: GiveSecret(PASSWORD, GOOD, "de"), keys=keys)
        assert answers == [GivenSecret("service", Credential("", "Vogel4711"), False)]

    def test_without_a_vault_the_reason_stands_there_and_no_box_to_remember(self) -> None:
        answers, picture = on_stage(lambda: GiveSecret(PASSWORD, NONE, "de"), keys=(*"Vogel4711", "enter"))
        assert answers == [GivenSecret("service", Credential("", "Vogel4711"), False)]
        assert "1312" in picture
        assert "Remotedesktop" in picture
        assert "nur in dieser Sitzung" in picture
        assert "Aufbewahren" not in picture

    def test_what_is_missing_is_said(self) -> None:
        async def play(pilot: Pilot[Any], app: Stage) -> None:
            await pilot.press("enter")
            assert "fehlt noch" in shown(app)
            assert not app.answers
            await pilot.press("escape")

        answers, _ = on_stage(lambda: GiveSecret(PASSWORD, GOOD, "de"), play)
        assert answers == [None]

    def test_too_long_for_the_keyring_is_said_before_it_is_tried(self) -> None:
        async def play(pilot: Pilot[Any], app: Stage) -> None:
            app.screen.query_one(SecretInput).value = "x" * MAX_SECRET
            await pilot.press("enter")
            assert "1200" in shown(app)

        answers, _ = on_stage(lambda: GiveSecret(PASSWORD, GOOD, "de"), play)
        assert answers == []

    @pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
    def test_hostile_titles_are_only_shown(self, text: str) -> None:
        secret = replace(LOGIN, title=text, help=text)
        _, picture = on_stage(
            lambda: GiveSecret(secret, replace(GOOD, backend=text or "x"), "de", steps=(text,))
        )
        assert "\x1b" not in picture
        assert "\u202e" not in picture


class TestInput:
    def put(self, *events: object, keys: tuple[str, ...] = ()) -> tuple[str, str, Stage]:
        seen: list[Any] = []

        async def play(pilot: Pilot[Any], app: Stage) -> None:
            for event in events:
                app.screen.query_one(SecretInput).post_message(event)  # type: ignore[arg-type]
            await pilot.pause()
            await pilot.press(*keys) if keys else None
            seen.extend((app.screen.query_one(SecretInput).value, shown(app), app))

        on_stage(lambda: GiveSecret(PASSWORD, NONE, "de"), play)
        return seen[0], seen[1], seen[2]

    @pytest.mark.parametrize("end", ["", "\n", "\r\n", "\r"])
    def test_a_paste_is_taken_without_its_line_end(self, end: str) -> None:
        value, picture, _ = self.put(Paste(f"  {CANARY} ä{end}"))
        assert value == f"  {CANARY} ä"
        assert CANARY not in picture
        assert "*" * len(value) in picture

    @pytest.mark.parametrize("text", ["two\nlines", "a\tb", "bidi\u202eoverride", "esc\x1b[31m"])
    def test_what_is_no_password_is_not_taken_and_said(self, text: str) -> None:
        value, picture, _ = self.put(Paste(text))
        assert value == ""
        assert "mehrere Zeilen" in picture

    def test_brackets_are_letters_and_the_value_is_exact(self) -> None:
        value, _, _ = self.put(Paste("[/]\\ ' @click=a"))
        assert value == "[/]\\ ' @click=a"

    def test_nothing_is_copied_or_cut(self) -> None:
        value, _, app = self.put(
            Paste(CANARY), keys=("ctrl+shift+a", "ctrl+x", "super+c", "shift+home", "ctrl+x")
        )
        assert value == CANARY
        assert app.clipboard == ""

    def test_the_cursor_is_steady(self) -> None:
        assert not SecretInput().cursor_blink

    def test_a_burst_of_keys_is_a_paste(self) -> None:
        assert hasattr(SecretInput, "_on_paste")
        assert KeyBurst("x").text == "x"

    def test_the_answer_shows_no_value(self) -> None:
        assert CANARY not in repr(GivenSecret("a", Credential("sa", CANARY), True))


class TestList:
    def test_it_says_where_each_is_and_which_steps_use_it(self) -> None:
        vault = MemoryVault()
        held = keeper(vault)
        held.give("service", Credential("", CANARY), keep=True)

        async def play(pilot: Pilot[Any], app: Stage) -> None:
            await settle(pilot, lambda: "Schlüsselbund:" in shown(app))
            picture = shown(app)
            assert "nicht gegeben, freiwillig" in picture
            assert "Schritte 5" in picture
            await pilot.press("down")
            assert "gilt in allen Läufen" in shown(app)
            assert CANARY not in picture + shown(app)
            await pilot.press("escape")

        answers, _ = on_stage(lambda: Credentials(held, "de"), play)
        assert answers == [None]

    def test_give_and_forget(self) -> None:
        vault = MemoryVault()
        held = keeper(vault)

        async def play(pilot: Pilot[Any], app: Stage) -> None:
            await settle(pilot, lambda: "Schlüsselbund:" in shown(app))
            await pilot.press("down", "enter")
            await pilot.pause()
            await pilot.press(*"Vogel4711", "enter")
            await settle(pilot, lambda: "liegt in" in shown(app))
            assert vault.kept == {"xprunbook/user/password/service": Credential("", "Vogel4711")}
            await pilot.press("f")
            await settle(pilot, lambda: "vergessen." in shown(app))
            assert not vault.kept

        on_stage(lambda: Credentials(held, "de"), play)

    def test_a_vault_that_fails_is_told_and_memory_holds_it(self) -> None:
        held = keeper(MemoryVault(writing=VaultTrouble.DIFFERS))

        async def play(pilot: Pilot[Any], app: Stage) -> None:
            await settle(pilot, lambda: "Schlüsselbund:" in shown(app))
            await pilot.press("down", "enter")
            await pilot.pause()
            await pilot.press(*"Vogel4711", "enter")
            await settle(pilot, lambda: "nur in dieser Sitzung" in shown(app))
            assert held.standing("service").place == "memory"

        on_stage(lambda: Credentials(held, "de"), play)

    def test_trying(self) -> None:
        asked: list[str] = []

        def tester(secret: str) -> Promise[Result | None]:
            asked.append(secret)
            promise: Promise[Result | None] = Promise()
            found = Inspection(Finding.BLOCKED, Statement("x"))
            promise.answer(Result("", "sql.connect", found, "Die Anmeldung wird abgewiesen."))
            return promise

        async def play(pilot: Pilot[Any], app: Stage) -> None:
            await pilot.press("t")
            await settle(pilot, lambda: "abgewiesen" in shown(app))
            assert "abgewiesen" in shown(app)

        on_stage(lambda: Credentials(keeper(), "de", tester), play)
        assert asked == ["sql_admin"]

    @pytest.mark.parametrize("size", [(40, 10), (80, 24), (120, 40)])
    def test_any_size(self, size: tuple[int, int]) -> None:
        _, picture = on_stage(lambda: Credentials(keeper(), "en"), keys=("escape",), size=size)
        assert "Credentials" in picture
        _, picture = on_stage(lambda: GiveSecret(LOGIN, NONE, "en"), keys=("escape",), size=size)
        assert "Enter" in picture


class TestAsking:
    def ask(self, held: SecretKeeper, *keys: str) -> tuple[list[tuple[bool, str]], list[str]]:
        said: list[tuple[bool, str]] = []
        pictures: list[str] = []

        async def play(pilot: Pilot[Any], app: Stage) -> None:
            app.pop_screen()
            await pilot.pause()
            ask_secrets(app, held, runbook().steps["install"], "de", lambda go, says: said.append((go, says)))
            await settle(pilot, lambda: bool(said) or "SQL-Anmeldung" in shown(app))
            pictures.append(shown(app))
            if keys:
                await pilot.press(*keys)
            await settle(pilot, lambda: bool(said))

        on_stage(lambda: Credentials(held, "de"), play)
        return said, pictures

    def test_what_is_missing_is_asked_then_it_goes_on(self) -> None:
        held = keeper()
        said, pictures = self.ask(held, "enter")
        assert said == [(True, "")]
        assert "Windows-Anmeldung" in pictures[0]
        assert held.standing("sql_admin").declined
        assert self.ask(held) == ([(True, "")], [pictures[0]]) or self.ask(held)[0] == [(True, "")]

    def test_later_is_later(self) -> None:
        assert self.ask(keeper(), "escape")[0] == [(False, "")]

    def test_why_it_was_not_kept_is_handed_on(self) -> None:
        held = keeper(MemoryVault(writing=VaultTrouble.TIMEOUT))
        said, _ = self.ask(held, "tab", "s", "a", "tab", *"Vogel4711", "enter")
        assert said[0][0]
        assert "antwortet nicht" in said[0][1]
