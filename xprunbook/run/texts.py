"""The sentences of the record: what an event says, and why a command was refused."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from xprunbook.base.language import Language, Texts
from xprunbook.run.commands import file_of
from xprunbook.run.decide import Refusal
from xprunbook.run.events import Event, Kept, to_data
from xprunbook.run.state import StepState
from xprunbook.run.vault import say_backend
from xprunbook.runbook.model import InputValue, Runbook
from xprunbook.runbook.substitute import fill_text

STATES: Final = Texts(
    {
        "open": ("offen", "open"),
        "running": ("läuft", "running"),
        "failed": ("fehlgeschlagen", "failed"),
        "cancelled": ("abgebrochen", "cancelled"),
        "timed-out": ("Zeit überschritten", "timed out"),
        "in-doubt": ("unklar", "in doubt"),
        "done": ("erledigt", "done"),
        "skipped": ("ausgelassen", "skipped"),
        "deviation": ("Abweichung", "deviation"),
        "not-applicable": ("entfällt", "not applicable"),
        "deferred": ("vertagt", "deferred"),
        "completed": ("abgeschlossen", "completed"),
        "completed-with-duties": ("abgeschlossen mit offenen Pflichten", "completed with open duties"),
        "gone-back": ("zurückgegangen", "gone back"),
        "abandoned": ("abgebrochen", "abandoned"),
    }
)
"""The word for every state of a step and every closing of a run."""

WORDS: Final = Texts(
    {
        "quit": ("verlassen", "left"),
        "hang-up": ("Verbindung abgebrochen", "connection lost"),
        "crash": ("ohne Abmeldung", "without leaving"),
        "handed-over": ("übergeben", "handed over"),
        "closed": ("Lauf beendet", "run closed"),
        "happened": ("ist geschehen", "it happened"),
        "did-not-happen": ("ist nicht geschehen", "it did not happen"),
        "again": ("noch einmal", "again"),
        "satisfied": ("erfüllt", "satisfied"),
        "needed": ("nötig", "needed"),
        "blocked": ("verhindert", "blocked"),
        "unknown": ("unbekannt", "unknown"),
    }
)
"""The word for every other code in an event: how a session ended, a verdict, the result of a check."""

EVENTS: Final = Texts(
    {
        "opened": ("Lauf begonnen: {title}, Plan {plan}", "Run started: {title}, plan {plan}"),
        "resumed": ("Lauf wieder aufgenommen", "Run resumed"),
        "left": ("Sitzung beendet ({how})", "Session ended ({how})"),
        "recovered": (
            "Eine angefangene, nie bestätigte Zeile von {size} Byte wurde beiseitegelegt",
            "A torn line of {size} bytes that was never acknowledged was set aside",
        ),
        "clock-stepped": (
            "Die Uhr wurde um {seconds} Sekunden verstellt",
            "The clock was moved by {seconds} seconds",
        ),
        "plan-changed": ("Plan gewechselt zu {plan}: {reason}", "Plan changed to {plan}: {reason}"),
        "input-set": ("{name} = {value}", "{name} = {value}"),
        "here-set": ("Dieser Rechner ist: {here}", "This machine is: {here}"),
        "window-set": ("Ende des Wartungsfensters geändert", "End of the maintenance window changed"),
        "handed-over": ("Übergeben an {person}", "Handed over to {person}"),
        "note-added": ("Notiz: {text}", "Note: {text}"),
        "observed": ("Festgehalten: {value}", "Written down: {value}"),
        "ticked": ("Erledigt", "Done"),
        "skipped": ("Ausgelassen", "Skipped"),
        "deviated": ("Abweichung: {reason}", "Deviation: {reason}"),
        "not-applicable": ("Entfällt: {reason}", "Not applicable: {reason}"),
        "deferred": ("Vertagt: {owner} bis {due}", "Deferred: {owner} by {due}"),
        "reopened": ("Wieder geöffnet", "Reopened"),
        "checked": ("Geprüft ({kind}): {result}", "Checked ({kind}): {result}"),
        "intended": ("Wird ausgeführt: {kind}", "Being carried out: {kind}"),
        "process-started": ("Prozess {pid} gestartet", "Process {pid} started"),
        "secret-used": (
            "Zugangsdaten benutzt: {secret} ({backend})",
            "Credential used: {secret} ({backend})",
        ),
        "kept": (
            "Vor der Änderung aufbewahrt: {of} als {file}, {size} Byte, SHA-256 {sha256}",
            "Kept before the change: {of} as {file}, {size} bytes, SHA-256 {sha256}",
        ),
        "kept-hash": (
            "Vor der Änderung festgehalten, ohne Kopie, denn darin steht ein Kennwort: {of}, {size} Byte, "
            "SHA-256 {sha256}",
            "Noted before the change, without a copy, because a password stands in it: {of}, {size} bytes, "
            "SHA-256 {sha256}",
        ),
        "ended": ("Ausführung beendet: {outcome}", "Execution ended: {outcome}"),
        "settled": ("Geklärt ({verdict}): {reason}", "Settled ({verdict}): {reason}"),
        "gate-passed": ("Freigegeben", "Gate passed"),
        "child-started": ("Unterlauf begonnen", "Child run started"),
        "child-closed": ("Unterlauf beendet: {closing}", "Child run ended: {closing}"),
        "going-back-started": ("Rückweg begonnen: {reason}", "Going back: {reason}"),
        "undone": ("Zurückgenommen", "Taken back"),
        "going-back-ended": ("Rückweg verlassen: {reason}", "Going forward again: {reason}"),
        "exported": ("Exportiert ({format})", "Exported ({format})"),
        "closed": ("Lauf beendet: {closing}", "Run closed: {closing}"),
        "from-file": (" (aus Datei {file})", " (from file {file})"),
    }
)
"""What each event says, by its code."""

REFUSALS: Final = Texts(
    {
        "run-closed": ("Der Lauf ist beendet.", "The run is closed."),
        "not-possible": ("Das geht hier nicht.", "That is not possible here."),
        "unknown-step": ("Einen Schritt {step} gibt es nicht.", "There is no step {step}."),
        "unknown-plan": ("Einen Plan {plan} gibt es nicht.", "There is no plan {plan}."),
        "unknown-input": ("Eine Angabe {name} gibt es nicht.", "There is no input {name}."),
        "unknown-machine": ("Einen Rechner {name} gibt es nicht.", "There is no machine {name}."),
        "not-in-plan": ("Der Schritt gehört nicht zu Plan {plan}.", "The step is not part of plan {plan}."),
        "has-sub-steps": (
            "Der Schritt hat Teilschritte: diese einzeln abhaken.",
            "The step has sub-steps: tick those.",
        ),
        "mandatory-step": (
            "Ein Pflichtschritt lässt sich nur als Abweichung mit Begründung auslassen.",
            "A mandatory step can only be left out as a deviation, with a reason.",
        ),
        "optional-step": (
            "Der Schritt ist optional: einfach auslassen.",
            "The step is optional: just skip it.",
        ),
        "wrong-state": ("Im Zustand {state} geht das nicht.", "Not possible while the step is {state}."),
        "reason-needed": ("Dafür ist eine Begründung nötig.", "This needs a reason."),
        "observation-needed": ("Bitte festhalten: {what}", "Please write down: {what}"),
        "owner-and-date-needed": (
            "Wer erledigt es, und bis wann? Beides ist nötig.",
            "Who does it, and by when? Both are needed.",
        ),
        "name-needed": ("Ein Name ist nötig.", "A name is needed."),
        "bad-value": ("Dieser Wert geht nicht: {why}", "This value does not fit: {why}"),
        "nothing-written": ("Es wurde nichts geschrieben.", "Nothing was written."),
        "no-gate": ("Hier wartet keine Freigabe.", "No gate is waiting here."),
        "gate-steps-open": (
            "Vor der Freigabe sind noch offen: {steps}",
            "Still open before this gate: {steps}",
        ),
        "action-running": (
            "Solange eine Aktion läuft, geht das nicht.",
            "Not possible while an action runs.",
        ),
        "no-automation": (
            "Für diesen Schritt gibt es hier keine Automatik: von Hand erledigen.",
            "There is no automation for this step here: do it by hand.",
        ),
        "not-trusted": (
            "Diesem Runbook wird noch nicht vertraut: erst ansehen, was es tut.",
            "This runbook is not trusted yet: look first at what it does.",
        ),
        "blocked": ("Das geht noch nicht: {why}", "Not yet: {why}"),
        "plan-changed": (
            "Inzwischen wäre etwas anderes zu tun als gezeigt: bitte neu ansehen.",
            "By now something else would be done than was shown: look again.",
        ),
        "file-may-not-tick": (
            "Pflichtschritte und Freigaben bestätigt in diesem Lauf nur ein Mensch, keine Datei.",
            "In this run mandatory steps and gates are confirmed by a person only, not by a file.",
        ),
        "nothing-runs": ("Hier läuft nichts.", "Nothing is running here."),
        "going-back": (
            "Der Rückweg läuft: erst zu Ende gehen oder verlassen.",
            "Going back is under way: finish it or leave it first.",
        ),
        "undo-open": ("Auf dem Rückweg sind noch offen: {steps}", "Still to be taken back: {steps}"),
        "steps-open": ("Noch offen: {steps}", "Still open: {steps}"),
        "gates-open": ("Noch nicht freigegeben: {gates}", "Gates not passed yet: {gates}"),
    }
)
"""Why a command was refused, by the refusal's code."""


def say_refusal(refusal: Refusal, language: Language) -> str:
    """The sentence of a refusal; a state in it gets its word."""
    values = {
        key: STATES.say(value, language) if isinstance(value, StepState) else value
        for key, value in refusal.values.items()
    }
    return REFUSALS.say(refusal.code, language, **values)


def word(code: str, language: Language) -> str:
    """The word for a code; one that this version does not know stands for itself."""
    for table in (STATES, WORDS):
        if code in table.table:
            return table.say(code, language)
    return code


_NO_INPUTS: Final[Mapping[str, InputValue]] = MappingProxyType({})


def say_event(
    event: Event, runbook: Runbook, language: Language, inputs: Mapping[str, InputValue] = _NO_INPUTS
) -> str:
    """The sentence of an event: the step's number and title first, filled with the inputs, where it belongs to one."""
    data: dict[str, Any] = {**to_data(event), "title": runbook.title}
    for key in ("outcome", "closing", "how", "verdict", "result"):
        if key in data:
            data[key] = word(data[key], language)
    if data.get("name") in runbook.inputs:
        data["name"] = runbook.inputs[data["name"]].title
    if data.get("secret") in runbook.secrets:
        data["secret"] = runbook.secrets[data["secret"]].title
    if "backend" in data:
        data["backend"] = say_backend(data["backend"], language)
    if data.get("here") in runbook.machines:
        data["here"] = runbook.machines[data["here"]].title
    elif data.get("here") == "":
        data["here"] = "–"
    if isinstance(data.get("value"), tuple):
        data["value"] = ", ".join(data["value"])
    hash_alone = isinstance(event, Kept) and not event.file
    sentence = EVENTS.say("kept-hash" if hash_alone else event.code, language, **data)
    place = fill_text(_place(data, runbook), inputs, runbook.inputs)
    reason = data.get("reason") or ""
    tail = f" ({reason})" if reason and reason not in sentence else ""
    file = file_of(str(data.get("source") or ""))
    by = EVENTS.say("from-file", language, file=file) if file else ""
    return f"{place}{sentence}{tail}{by}"


def _place(data: dict[str, Any], runbook: Runbook) -> str:
    step = runbook.steps.get(data.get("step", ""))
    if step is not None:
        return f"{step.number} {step.title}: "
    phase = next((phase for phase in runbook.phases if phase.id == data.get("phase")), None)
    return f"{phase.title}: " if phase else ""
