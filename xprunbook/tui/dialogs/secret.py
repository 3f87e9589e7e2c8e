"""Asks for a secret: what it is for, whether it is needed at all, and what will happen to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from rich.text import Text
from textual.events import Paste
from textual.widget import Widget
from textual.widgets import Input

from xprunbook.base.language import Language, Texts
from xprunbook.base.redactor import is_short
from xprunbook.base.text import is_clean, one_line
from xprunbook.run.contract import Credential
from xprunbook.run.vault import MAX_SECRET, VaultState, VaultTrouble, say_backend, say_help, say_trouble
from xprunbook.runbook.model import Secret, SecretScope, SecretType
from xprunbook.tui.dialogs.base import Form
from xprunbook.tui.dialogs.fields import LONGEST_LINE, Choice, Choices, LineInput
from xprunbook.tui.widgets.words import Words

SECRETS: Final = Texts(
    {
        "used": ("Benutzt in: {steps}", "Used in: {steps}"),
        "decline-login": ("Windows-Anmeldung benutzen", "Use the Windows logon"),
        "decline-login-note": (
            "empfohlen; es braucht kein Kennwort",
            "recommended; it needs no password",
        ),
        "decline-password": ("Ohne Kennwort weiter", "Go on without a password"),
        "give": ("Eingeben", "Give it"),
        "user": ("Anmeldename", "User name"),
        "password": ("Kennwort (wird nicht angezeigt)", "Password (not shown)"),
        "where": ("Aufbewahren", "Keep it"),
        "keep": ("{backend}", "{backend}"),
        "keep-run": ("bis der Lauf abgeschlossen ist", "until the run is closed"),
        "keep-user": (
            "für alle Läufe, bis Sie es vergessen lassen",
            "for all runs, until you have it forgotten",
        ),
        "session": ("nur in dieser Sitzung", "this session only"),
        "session-note": (
            "im Arbeitsspeicher; beim nächsten Öffnen wird neu gefragt",
            "in memory; asked again when the run is next opened",
        ),
        "only-session": (
            "Gilt nur in dieser Sitzung und wird nirgends gespeichert. {why}",
            "Holds for this session only and is stored nowhere. {why}",
        ),
        "user-missing": ("Der Anmeldename fehlt noch.", "The user name is still missing."),
        "password-missing": ("Das Kennwort fehlt noch.", "The password is still missing."),
        "not-one-line": (
            "Das sind mehrere Zeilen oder unsichtbare Zeichen; ein Kennwort ist eine Zeile. Nichts übernommen.",
            "These are several lines or invisible characters; a password is one line. Nothing was taken.",
        ),
        "too-long": (
            "Der Schlüsselbund nimmt höchstens {most} Zeichen: für diese Sitzung geht es.",
            "The keyring takes {most} characters at most: for this session it works.",
        ),
        "short": (
            "Kürzer als sechs Zeichen: Ausgaben von Schritten, die es benutzen, werden nicht aufbewahrt.",
            "Shorter than six characters: output of steps that use it is not kept.",
        ),
        "key-take": ("übernehmen", "take"),
        "key-leave": ("später", "later"),
    }
)


@dataclass(frozen=True, slots=True)
class GivenSecret:
    """The answer. ``credential`` None: this session does without; ``keep``: into the vault."""

    id: str
    credential: Credential | None = field(repr=False)
    keep: bool


class SecretInput(LineInput):
    """A line nobody can read: masked, neither copied nor cut, its cursor steady. A paste is taken as it is."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(password=True, id=id)

    @property
    def _value(self) -> Text:
        """Stars: the dot that Textual draws is missing in old code pages."""
        return Text("*" * len(self.value), no_wrap=True, overflow="ignore", end="")

    @property
    def selected_text(self) -> str:
        """Nothing of it leaves by the clipboard."""
        return ""

    def action_copy(self) -> None:
        """Not from here."""

    def action_cut(self) -> None:
        """Not from here."""

    def _on_paste(self, event: Paste) -> None:
        """Take the paste without what ends its line. Several lines are no password: said, and not taken."""
        event.prevent_default()
        event.stop()
        text = event.text.strip("\r\n")
        if is_clean(text) and "\n" not in text and "\t" not in text:
            self.replace(text, *self.selection)
            return
        say = getattr(self.screen, "say", None)
        if say is not None:
            say(SECRETS.say("not-one-line", getattr(self.screen, "language", "en")))

    def replace(self, text: str, start: int, end: int) -> None:
        """Put text in exactly as it is: a password that was made harmless is another one."""
        if len(self.value) + len(text) <= LONGEST_LINE:
            Input.replace(self, text, start, end)


class GiveSecret(Form[GivenSecret]):
    """One secret. Without a vault it says so, why, and what would help; there is no box to remember it anyway."""

    def __init__(
        self,
        secret: Secret,
        vault: VaultState,
        language: Language,
        *,
        steps: Sequence[str] = (),
        user: str = "",
    ) -> None:
        """``steps``: numbers of the steps that use it; ``user``: the name given before."""
        super().__init__(language)
        self.secret = secret
        self.vault = vault
        self.steps = tuple(steps)
        self.user = user

    def word(self, key: str, **values: object) -> str:
        """A sentence about secrets in this dialog's language."""
        return SECRETS.say(key, self.language, **values)

    def heading(self) -> str:
        """What is asked for."""
        return self.secret.title

    def fields(self) -> Iterator[Widget]:
        """What it is for, whether it is needed, name and password, and where it goes."""
        if self.secret.help:
            yield Words(self.inked(self.secret.help, "$words"))
        if self.steps:
            shown = ", ".join(one_line(number, 20) for number in self.steps)
            yield Words(self.inked(self.word("used", steps=shown), "$faint"))
        if self.secret.optional:
            yield Choices(self._ways(), "decline", id="how")
        if self.secret.type is SecretType.LOGIN:
            yield Words(self.word("user"), classes="label")
            yield LineInput(self.user, id="user")
        yield Words(self.word("password"), classes="label")
        yield SecretInput(id="password")
        if self.vault.trouble is None:
            yield Words(self.word("where"), classes="label")
            yield Choices(self._places(), "keep", id="keep")
        else:
            yield from self._no_vault(self.vault.trouble)

    def _ways(self) -> list[Choice]:
        if self.secret.type is SecretType.LOGIN:
            first = Choice("decline", self.word("decline-login"), self.word("decline-login-note"))
        else:
            first = Choice("decline", self.word("decline-password"))
        return [first, Choice("give", self.word("give"))]

    def _places(self) -> list[Choice]:
        own = self.secret.scope is SecretScope.RUN
        backend = say_backend(self.vault.backend, self.language)
        return [
            Choice("keep", one_line(backend, 100), self.word("keep-run" if own else "keep-user")),
            Choice("session", self.word("session"), self.word("session-note")),
        ]

    def _no_vault(self, trouble: VaultTrouble) -> Iterator[Widget]:
        yield self.caution(self.word("only-session", why=say_trouble(trouble, self.language)))
        yield Words(self.inked(say_help(trouble, self.language), "$faint"))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Who types wants to give it."""
        if event.input.has_focus and event.value and self.query("#how"):
            self.query_one("#how", Choices).at = 1

    def _declines(self) -> bool:
        return self.secret.optional and self.chosen("how") == "decline"

    def _password(self) -> str:
        return self.query_one("#password", SecretInput).value

    def _credential(self) -> Credential:
        user = self.text("user") if self.secret.type is SecretType.LOGIN else ""
        return Credential(user, self._password())

    def fault(self) -> tuple[str, Widget | None]:
        """A login needs both; what the keyring cannot take is said before it is tried."""
        if self._declines():
            return "", None
        if self.secret.type is SecretType.LOGIN and not self.text("user"):
            return self.word("user-missing"), self.query_one("#user")
        if not self._password():
            return self.word("password-missing"), self.query_one("#password")
        given = self._credential()
        if self._keeps() and len(given.user) + len(given.password) >= MAX_SECRET:
            return self.word("too-long", most=MAX_SECRET), self.query_one("#keep")
        return "", None

    def _keeps(self) -> bool:
        return self.vault.trouble is None and self.chosen("keep") == "keep"

    def result(self) -> GivenSecret:
        """The secret, or that this session does without."""
        if self._declines():
            return GivenSecret(self.secret.id, None, False)
        return GivenSecret(self.secret.id, self._credential(), self._keeps())

    def hints(self) -> list[tuple[str, str]]:
        """Enter takes it, Esc leaves it for later."""
        return [("Enter", self.word("key-take")), *self._tab(), ("Esc", self.word("key-leave"))]

    def on_input_blurred(self, event: Input.Blurred) -> None:
        """A short password is taken, and what that means is said."""
        if event.input.id == "password" and is_short(event.value):
            self.say(self.word("short"))

    def on_unmount(self) -> None:
        """The widget lives a little longer than the dialog; what was typed does not."""
        for field_ in self.query(SecretInput):
            with field_.prevent(Input.Changed):
                field_.value = ""
