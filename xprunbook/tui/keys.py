"""Every command of the face, declared once: key bar, F1 help and bindings derive from this table.

The keys are the same in every language. Letters, digits, F-keys, arrows, Enter, Esc, Space and few Ctrl-letters
only: nothing that needs AltGr on a German keyboard, and no pair of Y and Z, which change places between layouts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from textual.binding import Binding

from xprunbook.base.language import LANGUAGES, Language
from xprunbook.run.asking import run_verbs
from xprunbook.run.commands import Verb
from xprunbook.run.state import StepState
from xprunbook.run.view import RunView, StepView


class Where(StrEnum):
    """What a command is about; F1 help groups by it."""

    STEP = "step"  #: the selected step
    RUN = "run"  #: the whole run
    VIEW = "view"  #: only what is seen; nothing is recorded
    LIST = "list"  #: home, chooser and other lists
    APP = "app"  #: everywhere


@dataclass(frozen=True, slots=True)
class KeyCommand:
    """A command with its keys. ``label`` and ``help`` are (German, English); ``rank`` orders the key bar.

    ``verbs``: the command applies while the selected row, or the run, allows one of these; none: always.
    ``rank`` 0 keeps it out of the key bar, 1 is never dropped from it. ``begun``: only for a step whose own run
    was begun and counts, also where nothing can be written.
    """

    id: str
    where: Where
    keys: tuple[str, ...]
    label: tuple[str, str]
    help: tuple[str, str]
    rank: int = 0
    verbs: frozenset[Verb] = frozenset()
    begun: bool = False

    def says(self, language: Language) -> str:
        """The short word of the key bar."""
        return self.label[LANGUAGES.index(language)]

    def explains(self, language: Language) -> str:
        """The sentence of the help screen."""
        return self.help[LANGUAGES.index(language)]

    def key_name(self, language: Language) -> str:
        """The first key as it is printed on a keyboard."""
        return key_name(self.keys[0], language)


_KEY_NAMES: Final[dict[str, tuple[str, str]]] = {
    "enter": ("Enter", "Enter"),
    "space": ("Leer", "Space"),
    "escape": ("Esc", "Esc"),
    "up": ("Auf", "Up"),
    "down": ("Ab", "Down"),
    "left": ("Links", "Left"),
    "right": ("Rechts", "Right"),
    "home": ("Pos1", "Home"),
    "end": ("Ende", "End"),
    "pageup": ("Bild auf", "PgUp"),
    "pagedown": ("Bild ab", "PgDn"),
    "tab": ("Tab", "Tab"),
    "backspace": ("Rücktaste", "Backspace"),
}


def key_name(key: str, language: Language) -> str:
    """A key's name on the keyboard: ``Leer``, ``F1``, ``Strg+Q``."""
    if key in _KEY_NAMES:
        return _KEY_NAMES[key][LANGUAGES.index(language)]
    if key.startswith("ctrl+"):
        return ("Strg+" if language == "de" else "Ctrl+") + key[5:].upper()
    return key.upper()


def _of(*verbs: Verb) -> frozenset[Verb]:
    return frozenset(verbs)


COMMANDS: Final[tuple[KeyCommand, ...]] = (
    KeyCommand(
        "help", Where.APP, ("f1",), ("Hilfe", "help"),
        ("Zeigt die Tasten und was sie hier tun", "Shows the keys and what they do here"), rank=1,
    ),
    KeyCommand(
        "open", Where.STEP, ("enter",), ("öffnen", "open"),
        ("Zeigt den Schritt ganz: Text, Warnungen, Verweise, Notizen",
         "Shows the whole step: text, warnings, links, notes"), rank=2,
    ),
    KeyCommand(
        "tick", Where.STEP, ("space",), ("erledigt", "done"),
        ("Hakt den Schritt ab; beim Pflichtschritt bestätigt Enter",
         "Ticks the step; a mandatory step asks for Enter"), rank=3, verbs=_of(Verb.TICK),
    ),
    KeyCommand(
        "undo", Where.STEP, ("space",), ("zurückgenommen", "taken back"),
        ("Auf dem Rückweg: der Schritt ist zurückgenommen", "Going back: the step was taken back"),
        rank=3, verbs=_of(Verb.UNDO),
    ),
    KeyCommand(
        "settle", Where.STEP, ("s",), ("klären", "settle"),
        ("Klärt einen Schritt, dessen Ausgang nach einem Absturz offen ist",
         "Settles a step whose outcome a crash left open"), rank=3, verbs=_of(Verb.SETTLE),
    ),
    KeyCommand(
        "child-begin", Where.STEP, ("a",), ("Lauf beginnen", "start its run"),
        ("Beginnt den eigenen Lauf dieses Schritts; Esc führt hierher zurück",
         "Starts the run of this step; Esc leads back here"), rank=2, verbs=_of(Verb.START_CHILD),
    ),
    KeyCommand(
        "child-open", Where.STEP, ("a",), ("zum Lauf", "to its run"),
        ("Öffnet den eigenen Lauf dieses Schritts wieder", "Opens the run of this step again"),
        rank=2, begun=True,
    ),
    KeyCommand(
        "run", Where.STEP, ("a",), ("ausführen", "run"),
        ("Zeigt, was die Automatik täte, und führt es auf Wunsch aus",
         "Shows what the automation would do, and does it if you say so"), rank=4, verbs=_of(Verb.RUN),
    ),
    KeyCommand(
        "cancel", Where.STEP, ("k",), ("abbrechen", "cancel"),
        ("Bricht die laufende Aktion ab", "Cancels the running action"), rank=4, verbs=_of(Verb.CANCEL),
    ),
    KeyCommand(
        "leave-out", Where.STEP, ("u",), ("auslassen", "leave out"),
        ("Lässt den Schritt aus; ein Pflichtschritt wird zur Abweichung mit Begründung",
         "Leaves the step out; a mandatory one becomes a deviation with a reason"),
        rank=6, verbs=_of(Verb.SKIP, Verb.DEVIATE),
    ),
    KeyCommand(
        "note", Where.STEP, ("n",), ("Notiz", "note"),
        ("Schreibt eine Notiz zum Schritt", "Writes a note on the step"), rank=5, verbs=_of(Verb.NOTE),
    ),
    KeyCommand(
        "observe", Where.STEP, ("o",), ("festhalten", "write down"),
        ("Hält den gefragten Wert fest, ohne abzuhaken", "Writes the asked value down without ticking"),
        rank=8, verbs=_of(Verb.OBSERVE),
    ),
    KeyCommand(
        "reopen", Where.STEP, ("r",), ("wieder öffnen", "reopen"),
        ("Öffnet den Schritt wieder; in den ersten 30 Sekunden ohne Begründung",
         "Reopens the step; within 30 seconds no reason is asked"), rank=4, verbs=_of(Verb.REOPEN),
    ),
    KeyCommand(
        "defer", Where.STEP, ("d",), ("vertagen", "defer"),
        ("Vertagt den Schritt: wer erledigt ihn, bis wann", "Defers the step: who does it, by when"),
        rank=10, verbs=_of(Verb.DEFER),
    ),
    KeyCommand(
        "not-applicable", Where.STEP, ("x",), ("entfällt", "not applicable"),
        ("Der Schritt trifft hier nicht zu, mit Begründung", "The step does not apply here, with a reason"),
        rank=11, verbs=_of(Verb.NOT_APPLICABLE),
    ),
    KeyCommand(
        "gate", Where.RUN, ("g",), ("Freigabe", "gate"),
        ("Bestätigt, was am Ende der Phase gelten muss", "Confirms what must hold at the end of the phase"),
        rank=2, verbs=_of(Verb.PASS_GATE),
    ),
    KeyCommand(
        "preflight", Where.RUN, ("v",), ("Vorprüfung", "preflight"),
        ("Sieht alles nach, was sich vorab prüfen lässt; D zeigt, was die Aktionen täten",
         "Looks at all that can be checked beforehand; D shows what the actions would do"), rank=15,
    ),
    KeyCommand(
        "secrets", Where.RUN, ("t",), ("Zugangsdaten", "credentials"),
        ("Zeigt, welche Zugangsdaten wo liegen; nimmt sie entgegen, prüft und vergisst sie",
         "Shows which credentials are kept where; takes, tests and forgets them"), rank=16,
    ),
    KeyCommand(
        "next", Where.VIEW, ("j",), ("nächster", "next"),
        ("Springt zum nächsten offenen Schritt", "Jumps to the next open step"), rank=9,
    ),
    KeyCommand(
        "filter", Where.VIEW, ("f",), ("filtern", "filter"),
        ("Blendet Schritte außerhalb des Plans aus und ein", "Hides and shows steps outside the plan"),
        rank=12,
    ),
    KeyCommand(
        "fold", Where.VIEW, ("left",), ("zuklappen", "fold"),
        ("Klappt die Teilschritte zu", "Folds the sub-steps"),
    ),
    KeyCommand(
        "unfold", Where.VIEW, ("right",), ("aufklappen", "unfold"),
        ("Klappt die Teilschritte auf", "Unfolds the sub-steps"),
    ),
    KeyCommand(
        "export", Where.RUN, ("e",), ("exportieren", "export"),
        ("Schreibt den Lauf als Nachweis in eine Datei", "Writes the run to a file, as evidence"), rank=13,
    ),
    KeyCommand(
        "inputs", Where.RUN, ("i",), ("Angaben", "inputs"),
        ("Zeigt und ändert die Angaben des Laufs", "Shows and changes the inputs of the run"),
        rank=14, verbs=_of(Verb.SET_INPUT),
    ),
    KeyCommand(
        "plan", Where.RUN, ("p",), ("Plan", "plan"),
        ("Wechselt den Plan, mit Begründung", "Changes the plan, with a reason"), verbs=_of(Verb.CHANGE_PLAN),
    ),
    KeyCommand(
        "window", Where.RUN, ("w",), ("Fenster", "window"),
        ("Setzt das Ende des Wartungsfensters", "Sets the end of the maintenance window"),
        verbs=_of(Verb.SET_WINDOW),
    ),
    KeyCommand(
        "here", Where.RUN, ("m",), ("Rechner", "machine"),
        ("Sagt, welcher Rechner dies ist", "Says which machine this is"), verbs=_of(Verb.SET_HERE),
    ),
    KeyCommand(
        "hand-over", Where.RUN, ("h",), ("übergeben", "hand over"),
        ("Übergibt den Lauf an eine andere Person", "Hands the run over to another person"),
        verbs=_of(Verb.HAND_OVER),
    ),
    KeyCommand(
        "go-back", Where.RUN, ("b",), ("Rückweg", "go back"),
        ("Beginnt oder verlässt den Rückweg", "Starts or leaves going back"),
        verbs=_of(Verb.GO_BACK, Verb.GO_FORWARD),
    ),
    KeyCommand(
        "close", Where.RUN, ("c",), ("abschließen", "close"),
        ("Schließt den Lauf ab", "Closes the run"), rank=7, verbs=_of(Verb.CLOSE),
    ),
    KeyCommand(
        "language", Where.APP, ("l",), ("English", "Deutsch"),
        ("Wechselt die Sprache", "Changes the language"),
    ),
    KeyCommand(
        "quit", Where.APP, ("q", "ctrl+q", "ctrl+c"), ("Ende", "quit"),
        ("Beendet das Programm; alles ist gespeichert", "Leaves the program; everything is saved"), rank=1,
    ),
)  # fmt: skip
"""Every command. Two may share a key if no row ever allows both (``tick`` and ``undo``)."""

BY_ID: Final = {command.id: command for command in COMMANDS}


def applies(command: KeyCommand, run: RunView, row: StepView | None, *, read_only: bool = False) -> bool:
    """Whether the command can be done now with the selected row."""
    if command.id == "run":
        return can_act(row) and not read_only and run.state.closing is None
    if command.begun:
        given_up = row is not None and Verb.START_CHILD in row.verbs and not read_only
        return row is not None and bool(row.status.child_run) and not given_up
    if not command.verbs:
        return command.where is not Where.STEP or row is not None
    if read_only:
        return False
    allowed = run_verbs(run) if command.where is Where.RUN else row.verbs if row else frozenset()
    return bool(command.verbs & allowed)


def can_act(row: StepView | None) -> bool:
    """Whether a step of the plan has an action, or checks that can be looked at."""
    return row is not None and row.in_plan and row.step.runbook is None and bool(row.step.uses)


def named(command: KeyCommand, row: StepView | None) -> KeyCommand:
    """The command as this row calls it: what has nothing to carry out is looked at, what runs is watched."""
    if command.id == "run" and row is not None and Verb.RUN not in row.verbs:
        watching = row.state is StepState.RUNNING
        return replace(command, label=("zusehen", "watch") if watching else ("prüfen", "check"))
    return command


def for_plan_screen(run: RunView, row: StepView | None, *, read_only: bool = False) -> tuple[KeyCommand, ...]:
    """The key bar's commands for the selected row, the most useful first; nothing that would be refused."""
    finished = run.next_open() is None and not run.gates_waiting()
    hints = []
    for command in COMMANDS:
        if not command.rank or not applies(command, run, row, read_only=read_only):
            continue
        if (command.id == "close" and not finished) or (command.id == "next" and finished):
            continue
        hints.append(named(command, row))
    return tuple(sorted(hints, key=lambda command: command.rank))


def bindings(*places: Where) -> Iterator[Binding]:
    """Textual bindings for the commands of some places. One key is bound once; the screen decides what applies."""
    seen: set[str] = set()
    for command in COMMANDS:
        if command.where not in places:
            continue
        for key in command.keys:
            # Caps Lock must not lock the user out: the capital does the same.
            for variant in (key, key.upper()) if len(key) == 1 else (key,):
                if variant not in seen:
                    seen.add(variant)
                    name = f"{command.id}.{variant}"
                    yield Binding(variant, f"press_key('{key}')", command.label[1], show=False, id=name)
