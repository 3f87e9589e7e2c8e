"""Every word a person can type, declared once: the parser, the help and the table test derive from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from xprunbook.base.language import LANGUAGES, Language
from xprunbook.run.asking import run_verbs
from xprunbook.run.commands import Verb
from xprunbook.run.view import RunView, StepView


class About(StrEnum):
    """What a word is about; the help groups by it."""

    STEP = "step"
    RUN = "run"
    VIEW = "view"


@dataclass(frozen=True, slots=True)
class Word:
    """A word. ``id`` is that of the terminal face's command where there is one, and always understood.

    ``key``: the one letter that means the same there. ``names``: (German, English). ``verbs``: what it may ask.
    """

    id: str
    about: About
    key: str
    names: tuple[str, str]
    help: tuple[str, str]
    verbs: frozenset[Verb] = frozenset()

    def name(self, language: Language) -> str:
        """The word in the language."""
        return self.names[LANGUAGES.index(language)]

    def explains(self, language: Language) -> str:
        """What it does."""
        return self.help[LANGUAGES.index(language)]


def _of(*verbs: Verb) -> frozenset[Verb]:
    return frozenset(verbs)


S, R, W = About.STEP, About.RUN, About.VIEW

WORDS: Final[tuple[Word, ...]] = (
    Word("open", S, "", ("öffnen", "open"), ("Zeigt den Schritt ganz", "Shows the whole step")),
    Word("tick", S, "", ("erledigt", "done"), ("Hakt den Schritt ab", "Ticks the step"), _of(Verb.TICK)),
    Word("observe", S, "o", ("festhalten", "observe"),
         ("Hält den gefragten Wert fest", "Writes the asked value down"), _of(Verb.OBSERVE)),
    Word("note", S, "n", ("notiz", "note"),
         ("Notiz zum Schritt; „notiz lauf“ zum Lauf", "A note on the step; “note run” on the run"), _of(Verb.NOTE)),
    Word("leave-out", S, "u", ("auslassen", "skip"),
         ("Lässt den Schritt aus; Pflicht: Abweichung", "Leaves the step out; mandatory: a deviation"),
         _of(Verb.SKIP, Verb.DEVIATE)),
    Word("not-applicable", S, "x", ("entfällt", "not-applicable"),
         ("Der Schritt trifft nicht zu", "The step does not apply"), _of(Verb.NOT_APPLICABLE)),
    Word("defer", S, "d", ("vertagen", "defer"), ("Wer erledigt es, bis wann", "Who does it, by when"),
         _of(Verb.DEFER)),
    Word("reopen", S, "r", ("wieder-öffnen", "reopen"), ("Öffnet den Schritt wieder", "Opens the step again"),
         _of(Verb.REOPEN)),
    Word("settle", S, "s", ("klären", "settle"), ("Klärt einen unklaren Ausgang", "Settles a doubt"),
         _of(Verb.SETTLE)),
    Word("look", S, "", ("prüfen", "look"),
         ("Führt die Prüfungen des Schritts aus", "Carries out the step's checks")),
    Word("run", S, "a", ("ausführen", "run"),
         ("Zeigt, was zu tun wäre, und tut es auf Wunsch", "Shows what would be done, and does it if you say so"),
         _of(Verb.RUN)),
    Word("cancel", S, "k", ("abbrechen", "cancel"), ("Bricht die Aktion ab (auch Strg+C)",
         "Cancels the action (Ctrl+C too)"), _of(Verb.CANCEL)),
    Word("child-open", S, "", ("unterlauf", "child"), ("Öffnet den Lauf, der dieser Schritt ist",
         "Opens the run that this step is"), _of(Verb.CLOSE_CHILD)),
    Word("child-begin", S, "", ("unterlauf-beginnen", "begin-child"), ("Beginnt den Lauf, der dieser Schritt ist",
         "Begins the run that this step is"), _of(Verb.START_CHILD)),
    Word("undo", S, "", ("zurückgenommen", "undo"), ("Auf dem Rückweg: zurückgenommen",
         "Going back: it was taken back"), _of(Verb.UNDO)),
    Word("gate", R, "g", ("freigabe", "gate"), ("Bestätigt, was am Ende der Phase gilt",
         "Confirms what holds at the phase's end"), _of(Verb.PASS_GATE)),
    Word("preflight", R, "v", ("vorprüfung", "preflight"), ("Alle lesenden Prüfungen auf einmal",
         "Every read-only check at once")),
    Word("dry-run", R, "", ("probelauf", "dry-run"), ("Was jede Aktion jetzt täte", "What every action would do now")),
    Word("trust", R, "", ("vertrauen", "trust"), ("Zeigt, was das Runbook berührt, und fragt",
         "Lists what the runbook touches, and asks")),
    Word("secrets", R, "", ("zugangsdaten", "secrets"), ("Nimmt Zugangsdaten entgegen oder vergisst sie",
         "Takes credentials, or forgets them")),
    Word("inputs", R, "i", ("angaben", "inputs"), ("Zeigt und ändert die Angaben", "Shows and changes the inputs"),
         _of(Verb.SET_INPUT)),
    Word("plan", R, "p", ("plan", "plan"), ("Wechselt den Plan", "Changes the plan"), _of(Verb.CHANGE_PLAN)),
    Word("window", R, "w", ("fenster", "window"), ("Ende des Wartungsfensters", "End of the maintenance window"),
         _of(Verb.SET_WINDOW)),
    Word("here", R, "m", ("rechner", "here"), ("Sagt, welcher Rechner dies ist", "Says which machine this is"),
         _of(Verb.SET_HERE)),
    Word("hand-over", R, "h", ("übergeben", "hand-over"), ("Eine andere Person macht weiter",
         "Another person goes on"), _of(Verb.HAND_OVER)),
    Word("go-back", R, "b", ("rückweg", "go-back"), ("Beginnt oder verlässt den Rückweg",
         "Starts or leaves going back"), _of(Verb.GO_BACK, Verb.GO_FORWARD)),
    Word("export", R, "e", ("exportieren", "export"), ("Schreibt den Bericht", "Writes the report"),
         _of(Verb.RECORD_EXPORT)),
    Word("close", R, "c", ("abschließen", "close"), ("Schließt den Lauf ab", "Closes the run"), _of(Verb.CLOSE)),
    Word("list", W, "", ("liste", "list"), ("Alle Schritte", "All steps")),
    Word("status", W, "", ("stand", "status"), ("Fortschritt, Zeiten, Rechner", "Progress, times, machine")),
    Word("next", W, "j", ("nächster", "next"), ("Der nächste offene Schritt (auch Enter)",
         "The next open step (Enter too)")),
    Word("filter", W, "f", ("filtern", "filter"), ("Liste mit oder ohne Schritte außerhalb des Plans",
         "List with or without steps outside the plan")),
    Word("fold", W, "", ("zuklappen", "fold"), ("Liste ohne Teilschritte", "List without sub-steps")),
    Word("unfold", W, "", ("aufklappen", "unfold"), ("Liste mit Teilschritten", "List with sub-steps")),
    Word("language", W, "l", ("english", "deutsch"), ("Wechselt die Sprache", "Changes the language")),
    Word("help", W, "?", ("hilfe", "help"), ("Diese Wörter", "These words")),
    Word("quit", W, "q", ("ende", "quit"), ("Verlässt den Lauf; alles ist gespeichert",
         "Leaves the run; everything is saved"), _of(Verb.LEAVE)),
)  # fmt: skip
"""Every word, in the order of the help."""


def find_word(text: str) -> Word | None:
    """The word of this id, name or letter, in any language; else the only one that begins like this."""
    given = text.lower()
    for word in WORDS:
        if given in (word.id, word.key, *word.names) and given:
            return word
    found = {
        word.id: word for word in WORDS if any(name.startswith(given) for name in (word.id, *word.names))
    }
    return next(iter(found.values())) if len(given) > 1 and len(found) == 1 else None


def applies(word: Word, run: RunView, row: StepView | None, *, read_only: bool = False) -> bool:
    """Whether the word can do something now."""
    if word.id.startswith("child"):
        begun = row is not None and bool(row.status.child_run)
        return row is not None and row.step.runbook is not None and begun == (word.id == "child-open")
    if not word.verbs or word.id in ("quit", "export"):
        return word.about is not About.STEP or row is not None
    if read_only:
        return False
    allowed = run_verbs(run) if word.about is About.RUN else row.verbs if row else frozenset()
    return bool(word.verbs & allowed)


def offered(run: RunView, row: StepView | None, *, read_only: bool = False) -> Iterator[Word]:
    """The words of a step that do something now, for the line under its page."""
    for word in WORDS:
        own = word.about is About.STEP and word.id not in ("open", "look")
        if own and applies(word, run, row, read_only=read_only):
            yield word
