"""The sentences of the face: screens, header, messages, and what can be wrong with a theme."""

from __future__ import annotations

from typing import Final

from xprunbook.base.language import Texts

THEMES: Final = Texts(
    {
        "unreadable": ("{file} lässt sich nicht lesen: {why}", "{file} cannot be read: {why}"),
        "format": ("Das Format des Themas muss 1 sein.", "The theme's format must be 1."),
        "missing": ("Die Angabe {name} fehlt.", "The entry {name} is missing."),
        "unknown": ("{given} gibt es hier nicht.", "There is no {given} here."),
        "near": ("Gemeint ist wohl {word}.", "Perhaps {word} is meant."),
        "colour": ('Keine Farbe wie "#12151c": {given}', 'Not a colour such as "#12151c": {given}'),
        "text": ("Hier wird ein Text erwartet.", "A text is expected here."),
        "map": (
            "Hier werden Angaben der Form name: wert erwartet.",
            "Entries like name: value are expected here.",
        ),
    }
)
"""What can be wrong with a theme file."""

MATRIX: Final = Texts(
    {
        "step": ("Schritt", "Step"),
        "where": ("Wo", "On"),
        "state": ("Stand", "State"),
        "time": ("Zeit", "Time"),
        "of": ("{done} von {total}", "{done} of {total}"),
        "since": ("seit {time}", "since {time}"),
        "gate-ahead": ("mit Freigabe", "with a gate"),
        "gate-waiting": ("freigeben", "pass the gate"),
        "gate-passed": ("freigegeben {at}", "passed {at}"),
        "failed": ("Fehler", "failed"),
        "cancelled": ("Abbruch", "cancelled"),
        "timed-out": ("Zeit um", "timed out"),
        "not-applicable": ("entfällt", "n/a"),
    }
)
"""The plan matrix."""

HEADER: Final = Texts(
    {
        "plan": ("Plan {plan}", "Plan {plan}"),
        "saved": ("gespeichert {at}", "saved {at}"),
        "saved-short": ("gesp. {at}", "saved {at}"),
        "saving": ("speichert", "saving"),
        "not-saved": ("NICHT GESPEICHERT", "NOT SAVED"),
        "read-only": ("nur Ansicht", "view only"),
        "count": ("{done} von {total}", "{done} of {total}"),
        "worked": ("{time} gearbeitet", "{time} worked"),
        "forecast": ("fertig etwa {at}", "done about {at}"),
        "forecast-span": ("fertig etwa {at} bis {late}", "done about {at} to {late}"),
        "closed": ("{closing} {at}", "{closing} {at}"),
        "duties": ("{count} vertagt", "{count} deferred"),
        "deviations": ("{count} Abweichung", "{count} deviation"),
        "deviations-many": ("{count} Abweichungen", "{count} deviations"),
        "here": ("hier:", "here:"),
        "here-other": ("keiner der Rechner", "none of the machines"),
        "turn-back": ("umkehren bis", "turn back by"),
        "turn-back-short": ("zurück bis", "back by"),
        "no-return": ("kein Umkehren mehr", "no turning back"),
        "practice": ("ÜBUNG", "PRACTICE"),
        "going-back": ("RÜCKWEG", "GOING BACK"),
        "running": ("{number} LÄUFT", "{number} RUNNING"),
    }
)
"""The three lines above the table."""

SCREEN: Final = Texts(
    {
        "no-secrets": (
            "Dieses Runbook braucht keine Zugangsdaten, oder hier wird nur zugesehen.",
            "This runbook needs no credentials, or one only looks on here.",
        ),
        "burst": (
            "Mehrere Tasten auf einmal wurden übergangen (eingefügter Text?).",
            "Several keys at once were ignored (pasted text?).",
        ),
        "no-key": ("Bei diesem Schritt bewirkt {pressed} nichts.", "{pressed} does nothing with this step."),
        "read-only": ("Nur Ansicht: {why}", "View only: {why}"),
        "closed": ("Der Lauf ist beendet.", "The run is closed."),
        "all-done": (
            "Alle Schritte sind entschieden. C schließt den Lauf ab.",
            "Every step is decided. C closes the run.",
        ),
        "gate": (
            "{phase}: alle Pflichtschritte sind entschieden. G öffnet die Freigabe.",
            "{phase}: every mandatory step is decided. G opens the gate.",
        ),
        "hidden": (
            "{count} Schritte außerhalb des Plans sind ausgeblendet.",
            "{count} steps outside the plan are hidden.",
        ),
        "shown": ("Alle Schritte sind zu sehen.", "All steps are shown."),
        "sub-steps": ("Abgehakt werden die Teilschritte.", "The sub-steps are what is ticked."),
        "outside": ("Der Schritt gehört nicht zu Plan {plan}.", "The step is not part of plan {plan}."),
        "taken-back": ("{number} ist wieder offen.", "{number} is open again."),
        "exported": ("Geschrieben: {path}", "Written: {path}"),
        "later": ("Das kommt in einer späteren Fassung.", "That comes in a later version."),
        "child-no-door": (
            "Von hier aus lässt sich kein weiterer Lauf öffnen.",
            "No further run can be opened from here.",
        ),
        "child-no-plan": (
            "Das Runbook „{runbook}“ hat keinen Plan {plan}.",
            "The runbook “{runbook}” has no plan {plan}.",
        ),
        "child-no-answer": (
            "Die Aufzeichnung antwortet nicht: Der Lauf wurde angelegt, dieser Schritt weiß aber nichts von ihm.",
            "The record does not answer: the run was made, but this step does not know of it.",
        ),
        "child-gone": (
            "Der Lauf {run} liegt nicht mehr neben diesem hier.",
            "The run {run} does not lie beside this one any more.",
        ),
        "child-gone.hint": (
            "Seinen Ordner aus einer Sicherung zurückholen; oder den Schritt mit Begründung abhaken.",
            "Restore its folder from a backup; or tick the step with a reason.",
        ),
        "child-ended": ("Lauf von Schritt {number}: {closing}.", "Run of step {number}: {closing}."),
        "child-tick": (
            "Lauf von Schritt {number}: {closing}. Die Leertaste hakt den Schritt ab.",
            "Run of step {number}: {closing}. Space ticks the step.",
        ),
        "child-owing": (
            "Lauf von Schritt {number}: {closing}. A beginnt neu; abhaken geht nur mit Begründung.",
            "Run of step {number}: {closing}. A begins anew; a tick needs a reason.",
        ),
        "resume": (
            "Der Lauf ist gespeichert. Weiter mit: xprunbook resume {run}",
            "The run is saved. Go on with: xprunbook resume {run}",
        ),
        "ended": (
            "Der Lauf ist beendet. Bericht: xprunbook report {run}",
            "The run is closed. Report: xprunbook report {run}",
        ),
    }
)
"""The plan screen and leaving it."""
