"""The credentials of a run: which steps use them, where each is kept; to give, change, try or have them forgotten."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from xprunbook.base.language import Language, Texts
from xprunbook.base.text import one_line
from xprunbook.run.session import Promise
from xprunbook.run.vault import MEMORY, VaultFailed, VaultState, say_backend, say_help, say_trouble
from xprunbook.runbook.model import SecretScope
from xprunbook.tui.dialogs.base import Form
from xprunbook.tui.dialogs.fields import Choice, Choices
from xprunbook.tui.dialogs.secret import GivenSecret, GiveSecret
from xprunbook.tui.flow import Flow, hang
from xprunbook.tui.widgets.words import Words

if TYPE_CHECKING:
    from xprunbook.run.automation import Result
    from xprunbook.run.secrets import SecretKeeper, Standing

CREDENTIALS: Final = Texts(
    {
        "heading": ("Zugangsdaten dieses Laufs", "Credentials of this run"),
        "none": ("Dieses Runbook braucht keine.", "This runbook needs none."),
        "looking": ("Im Schlüsselbund wird nachgesehen …", "Looking into the keyring …"),
        "vault": ("Schlüsselbund: {backend}", "Keyring: {backend}"),
        "no-vault": ("{why} {helps}", "{why} {helps}"),
        "given": ("{place}", "{place}"),
        "not-given": ("noch nicht gegeben", "not given yet"),
        "not-needed": ("nicht gegeben, freiwillig", "not given, optional"),
        "declined": ("ohne: Windows-Anmeldung", "without: Windows logon"),
        "cannot-tell": ("nicht feststellbar", "cannot be told"),
        "steps": ("Schritte {steps}", "steps {steps}"),
        "by-hand": ("von Hand einzugeben", "to be typed by hand"),
        "run": (
            "gehört zu diesem Lauf und seinen Unterläufen",
            "belongs to this run and the runs below it",
        ),
        "user": ("gilt in allen Läufen", "holds for all runs"),
        "kept": ("„{title}“ liegt in: {place}", "“{title}” is kept in: {place}"),
        "not-kept": (
            "„{title}“ gilt nur in dieser Sitzung. {why}",
            "“{title}” holds for this session only. {why}",
        ),
        "went-without": ("„{title}“ wird nicht benutzt.", "“{title}” is not used."),
        "forgot": ("„{title}“ ist vergessen.", "“{title}” is forgotten."),
        "nothing": ("Da war nichts zu vergessen.", "There was nothing to forget."),
        "trying": ("„{title}“ wird probiert …", "“{title}” is being tried …"),
        "no-test": (
            "„{title}“ lässt sich nicht vorab prüfen: es zeigt sich beim ersten Schritt.",
            "“{title}” cannot be tried beforehand: the first step will show.",
        ),
        "key-give": ("eingeben, ändern", "give, change"),
        "key-test": ("prüfen", "test"),
        "key-forget": ("vergessen", "forget"),
        "key-again": ("neu nachsehen", "look again"),
        "key-back": ("zurück", "back"),
    }
)

Tester = Callable[[str], "Promise[Result | None]"]
"""Tries a secret by its id: ``ActingEngine.test_secret``."""


def say_placed(
    title: str, failed: VaultFailed | None, given: GivenSecret, place: str, language: Language
) -> str:
    """What became of a secret that was just given."""
    say, shown = CREDENTIALS.say, one_line(title, 80)
    if given.credential is None:
        return say("went-without", language, title=shown)
    if failed is not None:
        return say("not-kept", language, title=shown, why=say_trouble(failed.trouble, language))
    return say("kept", language, title=shown, place=say_backend(place, language))


class Credentials(Form[None]):
    """The list. The vault is asked by threads of its own: it may take seconds, and the keys go on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t,T", "test", id="credentials.test", show=False),
        Binding("f,F", "forget", id="credentials.forget", show=False),
        Binding("n,N", "again", id="credentials.again", show=False),
    ]

    WIDE: ClassVar[bool] = True

    class Told(Message):
        """A thread has found something out; ``act`` shows it, on the face's thread."""

        def __init__(self, act: Callable[[], None]) -> None:
            super().__init__()
            self.act = act

    def __init__(self, keeper: SecretKeeper, language: Language, tester: Tester | None = None) -> None:
        super().__init__(language)
        self.keeper = keeper
        self.tester = tester
        self.vault = VaultState()
        self.standings: dict[str, Standing] = {}

    def word(self, key: str, **values: object) -> str:
        """A sentence in this dialog's language."""
        return CREDENTIALS.say(key, self.language, **values)

    def heading(self) -> str:
        """What it is."""
        return self.word("heading")

    def fields(self) -> Iterator[Widget]:
        """The keyring, then the secrets."""
        yield Words(self.word("looking"), id="vault")
        if not self.keeper.secrets():
            yield Words(self.word("none"))
            return
        yield Choices([Choice(item.id, item.title) for item in self.keeper.secrets()], id="list")
        yield Flow(lambda width: hang(self.inked(self._about(), "$faint"), width), id="about")

    def hints(self) -> list[tuple[str, str]]:
        """The keys."""
        if not self.keeper.secrets():
            return [("Esc", self.word("key-back"))]
        test = [("T", self.word("key-test"))] if self.tester is not None else []
        return [
            ("Enter", self.word("key-give")),
            *test,
            ("F", self.word("key-forget")),
            ("N", self.word("key-again")),
            ("Esc", self.word("key-back")),
        ]

    def on_mount(self) -> None:
        """Ask the vault."""
        self._look()

    # What the vault says

    def _in_thread(self, work: Callable[[], Callable[[], None]]) -> None:
        """Do something that may take long; what it returns is carried out on the face's thread."""
        threading.Thread(
            target=lambda: self.post_message(self.Told(work())), name="xprunbook-credentials", daemon=True
        ).start()

    def on_credentials_told(self, message: Told) -> None:
        """A thread has an answer. The dialog may have been left meanwhile."""
        if self.is_mounted:
            message.act()

    def _look(self, afresh: bool = False) -> None:
        def work() -> Callable[[], None]:
            vault = self.keeper.vault(afresh)
            standings = {item.id: self.keeper.standing(item.id) for item in self.keeper.secrets()}
            return lambda: self._show(vault, standings)

        self._in_thread(work)

    def _show(self, vault: VaultState, standings: dict[str, Standing]) -> None:
        self.vault, self.standings = vault, standings
        if vault.trouble is None:
            says = self.word("vault", backend=say_backend(vault.backend, self.language))
        else:
            why, helps = say_trouble(vault.trouble, self.language), say_help(vault.trouble, self.language)
            says = self.word("no-vault", why=why, helps=helps)
        self.query_one("#vault", Words).say(says)
        if self.query("#list"):
            chooser = self.query_one("#list", Choices)
            chooser.choices = tuple(
                Choice(name, standing.secret.title, self._place(standing))
                for name, standing in standings.items()
            )
            chooser.refresh(layout=True)
            self._show_about()

    def _place(self, standing: Standing) -> str:
        """Where a secret is, in a few words."""
        if standing.place == MEMORY:
            return say_backend(MEMORY, self.language)
        if standing.place:
            return self.word("given", place=say_backend(standing.place, self.language))
        if standing.declined:
            return self.word("declined")
        if standing.trouble is not None:
            return self.word("cannot-tell")
        return self.word("not-needed" if standing.secret.optional else "not-given")

    def _about(self) -> str:
        """The steps that use the chosen secret, and whose it is."""
        chosen = self.chosen("list") if self.query("#list") else ""
        secret = next((item for item in self.keeper.secrets() if item.id == chosen), None)
        if secret is None:
            return ""
        numbers = ", ".join(one_line(step.number, 20) for step in self.keeper.steps(secret.id))
        used = self.word("steps", steps=numbers) if numbers else self.word("by-hand")
        whose = self.word("run" if secret.scope is SecretScope.RUN else "user")
        return f"{used}; {whose}. {one_line(secret.help, 600)}".strip()

    def _show_about(self) -> None:
        about = self.query_one("#about", Flow)
        about.show(lambda width: hang(self.inked(self._about(), "$faint"), width))

    def on_choices_moved(self) -> None:
        """Another one is described."""
        if self.query("#about"):
            self._show_about()

    # Keys

    def _chosen_secret(self) -> tuple[str, str]:
        chosen = self.chosen("list") if self.query("#list") else ""
        titles = {item.id: item.title for item in self.keeper.secrets()}
        return chosen, one_line(titles.get(chosen, ""), 80)

    def action_submit(self) -> None:
        """Enter: give the chosen one."""
        chosen, _ = self._chosen_secret()
        secret = next((item for item in self.keeper.secrets() if item.id == chosen), None)
        if secret is None:
            self.dismiss(None)
            return
        steps = [step.number for step in self.keeper.steps(chosen)]
        self.app.push_screen(GiveSecret(secret, self.vault, self.language, steps=steps), self._given)

    def _given(self, given: GivenSecret | None) -> None:
        if given is None:
            return

        def work() -> Callable[[], None]:
            failed = take(self.keeper, given)
            place = self.keeper.standing(given.id).place
            title = next(item.title for item in self.keeper.secrets() if item.id == given.id)
            says = say_placed(title, failed, given, place, self.language)
            return lambda: self._told(says)

        self._in_thread(work)

    def _told(self, says: str) -> None:
        self.say(says)
        self._look()

    def action_forget(self) -> None:
        """Have the chosen one forgotten; it can be given again at any time."""
        chosen, title = self._chosen_secret()
        if not chosen:
            return

        def work() -> Callable[[], None]:
            try:
                gone = self.keeper.forget([chosen])
            except VaultFailed as error:
                says = f"{say_trouble(error.trouble, self.language)} {say_help(error.trouble, self.language)}"
            else:
                says = self.word("forgot", title=title) if gone else self.word("nothing")
            return lambda: self._told(says)

        self._in_thread(work)

    def action_test(self) -> None:
        """Try the chosen one."""
        chosen, title = self._chosen_secret()
        if not chosen or self.tester is None:
            return
        self.say(self.word("trying", title=title))

        def tell(result: Result | None) -> None:
            self.post_message(self.Told(lambda: self._tested(title, result)))

        self.tester(chosen).when_answered(tell)

    def _tested(self, title: str, result: Result | None) -> None:
        if result is None:
            self.say(self.word("no-test", title=title))
        else:
            self.say(f"{result.sentence} {result.helps}".strip())

    def action_again(self) -> None:
        """Look into the keyring anew: it may have been unlocked."""
        self.query_one("#vault", Words).say(self.word("looking"))
        self._look(afresh=True)


def take(keeper: SecretKeeper, given: GivenSecret) -> VaultFailed | None:
    """Hand a given secret to its keeper; why it could not be kept. May take as long as the vault's limit."""
    if given.credential is None:
        keeper.decline(given.id)
        return None
    return keeper.give(given.id, given.credential, given.keep)
