"""The sentences of the dialogs."""

from __future__ import annotations

from typing import Final

from xprunbook.base.language import Texts

DIALOGS: Final = Texts(
    {
        # Keys
        "key-save": ("speichern", "save"),
        "key-cancel": ("abbrechen", "cancel"),
        "key-field": ("nächstes Feld", "next field"),
        "key-done": ("erledigt", "done"),
        "key-on": ("weiter", "go on"),
        "key-close": ("schließen", "close"),
        "key-line": ("neue Zeile", "new line"),
        "key-pass": ("freigeben", "pass"),
        "key-change": ("wechseln", "change"),
        "key-hand-over": ("übergeben", "hand over"),
        "key-go-back": ("Rückweg beginnen", "start going back"),
        "key-go-forward": ("weiter vorwärts", "go forward"),
        "key-end": ("Lauf beenden", "close the run"),
        "key-abandon": ("Lauf abbrechen", "abandon the run"),
        "key-back": ("zurück", "back"),
        "key-export": ("exportieren", "export"),
        # Words before a text
        "caution": ("Achtung", "Caution"),
        "no-return": (
            "Danach gibt es keinen Rückweg mehr.",
            "After this there is no way back.",
        ),
        "missing": ("Noch nicht erledigt: {steps}", "Not done yet: {steps}"),
        "missing-gate": ("Noch nicht freigegeben: {phase}", "Gate not passed yet: {phase}"),
        "missing-anyway": (
            "Abhaken geht trotzdem; festgehalten wird, was fehlte.",
            "It can be ticked all the same; what was missing is written down.",
        ),
        "unconfirmed": ("(vom Hersteller nicht bestätigt)", "(not confirmed by the vendor)"),
        # Labels many dialogs share
        "note": ("Notiz (freiwillig)", "Note (optional)"),
        "reason": ("Begründung", "Reason"),
        "reason-optional": ("Begründung (freiwillig)", "Reason (optional)"),
        "reason-missing": ("Eine Begründung fehlt noch.", "A reason is still missing."),
        "yes": ("Ja", "Yes"),
        "no": ("Nein", "No"),
        "example": ("z. B. {example}", "such as {example}"),
        # Tick
        "tick": ("Als erledigt abhaken?", "Tick as done?"),
        "tick-failed": (
            "Die Ausführung ist nicht gelungen. Von Hand als erledigt abhaken?",
            "It could not be carried out. Tick as done by hand?",
        ),
        "tick-child": (
            "Der eigene Lauf dieses Schritts ist abgeschlossen. Als erledigt abhaken?",
            "The run of this step is completed. Tick as done?",
        ),
        "tick-child-owing": (
            "Der eigene Lauf dieses Schritts ist nicht abgeschlossen. Trotzdem als erledigt abhaken?",
            "The run of this step is not completed. Tick as done all the same?",
        ),
        "overwrites": ("Überschreibt: {what}", "Overwrites: {what}"),
        "target": (
            "Zum Bestätigen das Ziel eintippen:",
            "To confirm, type the target:",
        ),
        "target-missing": (
            "Das Ziel stimmt nicht überein. Erwartet wird: {name}",
            "The target does not match. Expected: {name}",
        ),
        "value-missing": ("Dieser Wert fehlt noch.", "This value is still missing."),
        # Note and value
        "note-step": ("Notiz zum Schritt", "Note on the step"),
        "note-run": ("Notiz zum Lauf", "Note on the run"),
        "note-empty": ("Es steht noch nichts da.", "Nothing is written yet."),
        "earlier-notes": (
            "Schon da: {count}. Notizen bleiben stehen, jede mit Namen und Zeit.",
            "Already there: {count}. Notes stay, each with name and time.",
        ),
        "observe-was": ("Bisher: {value}", "Until now: {value}"),
        # Reasons
        "skip": ("Diesen optionalen Schritt auslassen?", "Leave out this optional step?"),
        "skip-sub": (
            "Die offenen Teilschritte auslassen? {steps}",
            "Leave out the open sub-steps? {steps}",
        ),
        "deviate": (
            "Pflichtschritt auslassen: Das wird eine Abweichung und steht auf der ersten Seite des Berichts.",
            "Leave out a mandatory step: this becomes a deviation, on page one of the report.",
        ),
        "not-applicable": (
            "Der Schritt trifft hier nicht zu. Warum?",
            "The step does not apply here. Why?",
        ),
        "reopen": (
            "Wieder öffnen? Was war, bleibt in der Aufzeichnung.",
            "Reopen? What happened stays in the record.",
        ),
        "settle": (
            "Die Ausführung hat begonnen, ihr Ende ist nicht bekannt. Was gilt?",
            "It was begun, how it ended is not known. Which holds?",
        ),
        "settle-happened": ("Es ist geschehen", "It happened"),
        "settle-happened-note": ("der Schritt gilt als erledigt", "the step counts as done"),
        "settle-did-not-happen": ("Es ist nicht geschehen", "It did not happen"),
        "settle-did-not-happen-note": ("der Schritt ist wieder offen", "the step is open again"),
        "settle-again": ("Noch einmal ausführen", "Carry it out again"),
        "settle-again-note": (
            "der Schritt ist wieder offen, nichts startet von selbst",
            "the step is open again, nothing starts by itself",
        ),
        "settle-reason": ("Woran ist das zu erkennen?", "How can one tell?"),
        # Later
        "defer": (
            "Später erledigen: Der Schritt bleibt als offene Pflicht stehen.",
            "Do it later: the step stays as an open duty.",
        ),
        "owner": ("Wer erledigt es?", "Who does it?"),
        "owner-missing": ("Es fehlt noch, wer es erledigt.", "Who does it is still missing."),
        "due": ("Bis wann?", "By when?"),
        "due-example": ("15.03. oder nach dem Umzug", "15 March or after the move"),
        "due-missing": ("Es fehlt noch, bis wann.", "By when is still missing."),
        # Gate
        "gate": ("Freigabe: {phase}", "Gate: {phase}"),
        "gate-waits": ("Bevor es weitergeht, muss gelten:", "Before going on, this must hold:"),
        "gate-open": (
            "Noch offen, bleibt auch nach der Freigabe offen:",
            "Still open, and stays open after the gate:",
        ),
        "gate-blocked": (
            "Vorher noch zu entscheiden: {steps}",
            "To be decided first: {steps}",
        ),
        "gate-none": ("Hier wartet keine Freigabe.", "No gate is waiting here."),
        "gate-passed": ("Schon freigegeben.", "Already passed."),
        "code": ("Code dieser Aufzeichnung", "Code of this record"),
        "code-why": (
            "Diesen Code außerhalb dieses Rechners notieren (Ticket). Mit ihm lässt sich später beweisen, "
            "dass bis hierher nichts geändert, eingefügt oder abgeschnitten wurde.",
            "Write this code down outside this machine (ticket). With it one can prove later that up to here "
            "nothing was changed, inserted or cut.",
        ),
        "code-check": ("Prüfen mit: {command}", "Check with: {command}"),
        # Plan
        "plan-change": ("Plan wechseln", "Change the plan"),
        "plan-same": ("Dieser Plan gilt schon.", "This plan holds already."),
        "plan-adds": ("Kommt dazu: {steps}", "Added: {steps}"),
        "plan-drops": ("Fällt weg: {steps}", "Dropped: {steps}"),
        "plan-drops-done": ("davon erledigt: {steps}", "of these done: {steps}"),
        "plan-marks": ("Wird Pflicht: {steps}", "Becomes mandatory: {steps}"),
        "plan-unmarks": ("Wird optional: {steps}", "Becomes optional: {steps}"),
        "plan-nothing": (
            "An den Schritten ändert sich nichts.",
            "Nothing changes in the steps.",
        ),
        # Inputs
        "inputs": ("Angaben zu Plan {plan}", "Inputs of plan {plan}"),
        "inputs-none": ("Dieser Plan braucht keine Angaben.", "This plan needs no inputs."),
        "inputs-used": ("für {steps}", "for {steps}"),
        "inputs-proposed": (
            "Vorgeschlagen; im Lauf steht: {before}",
            "Proposed; the run holds: {before}",
        ),
        "inputs-unset": ("noch offen", "still open"),
        "inputs-reason": (
            "Begründung (nötig, wenn ein schon verwendeter Wert sich ändert)",
            "Reason (needed when a value changes that was used already)",
        ),
        "inputs-reason-missing": (
            "{title} wurde schon verwendet: Die Änderung braucht eine Begründung.",
            "{title} was used already: the change needs a reason.",
        ),
        "input-keep": (
            "{title} lässt sich ändern, aber nicht leeren.",
            "{title} can be changed, not emptied.",
        ),
        # Run
        "hand-over": ("Lauf übergeben", "Hand the run over"),
        "hand-over-from": ("Bisher am Lauf: {person}", "At the run until now: {person}"),
        "person": ("Wer macht weiter?", "Who goes on?"),
        "person-missing": ("Ein Name fehlt noch.", "A name is still missing."),
        "company": ("Firma (freiwillig)", "Company (optional)"),
        "hand-over-note": ("Was muss man wissen? (freiwillig)", "What must one know? (optional)"),
        "window": ("Ende des Wartungsfensters", "End of the maintenance window"),
        "window-label": (
            "Uhrzeit, oder Tag und Uhrzeit; leer: kein Ende",
            "Time, or day and time; empty: no end",
        ),
        "window-long": (
            "Ende des Wartungsfensters (freiwillig)",
            "End of the maintenance window (optional)",
        ),
        "window-example": ("06:00 oder 15.03. 06:00", "06:00 or 2026-03-15 06:00"),
        "window-bad": (
            "Das ist keine Zeit. Möglich sind 06:00, 15.03. 06:00 oder 2026-03-15 06:00.",
            "That is no time. Possible are 06:00, 15.03. 06:00 or 2026-03-15 06:00.",
        ),
        "window-past": ("Diese Zeit ist schon vorbei.", "That time is already past."),
        "window-why": (
            "Daraus folgt, bis wann sich umkehren lässt.",
            "From it follows until when one can turn back.",
        ),
        "here": ("Welcher Rechner ist das hier?", "Which machine is this?"),
        "here-why": (
            "Was nur auf einem bestimmten Rechner geschehen darf, geschieht nur dort.",
            "What may happen on one machine only then happens there only.",
        ),
        "here-none": ("keiner davon", "none of them"),
        # Close
        "close": ("Lauf beenden", "Close the run"),
        "close-ready": ("Alles ist entschieden.", "Everything is decided."),
        "close-open": ("Pflichtschritte noch offen:", "Mandatory steps still open:"),
        "close-gates": ("Noch nicht freigegeben:", "Gates not passed yet:"),
        "close-duties": ("Offene Pflichten, sie bleiben bestehen:", "Open duties, they remain:"),
        "close-skip": (
            "Optional und noch offen, wird als ausgelassen festgehalten:",
            "Optional and still open, will be recorded as left out:",
        ),
        "close-undo": ("Noch nicht zurückgenommen:", "Not taken back yet:"),
        "close-final": (
            "Danach nimmt der Lauf nichts mehr an. Er bleibt lesbar und lässt sich exportieren.",
            "After that the run takes nothing more. It stays readable and can be exported.",
        ),
        "close-completed": ("Abschließen", "Complete"),
        "close-completed-with-duties": (
            "Abschließen mit offenen Pflichten",
            "Complete with open duties",
        ),
        "close-gone-back": ("Abschließen: zurückgegangen", "Close: gone back"),
        "close-abandon": ("Lauf abbrechen", "Abandon the run"),
        "close-abandon-note": (
            "alles Offene bleibt offen, eine Begründung ist nötig",
            "whatever is open stays open, a reason is needed",
        ),
        "close-keep": ("Noch nicht beenden", "Do not close yet"),
        # Going back
        "go-back": ("Umkehren", "Turn back"),
        "go-back-how": (
            "Auf dem Rückweg wird Erledigtes in umgekehrter Reihenfolge zurückgenommen. "
            "Schritte: {count}, geplant: {time}.",
            "Going back takes back what is done, in reverse order. Steps: {count}, planned: {time}.",
        ),
        "go-back-none": (
            "Es gibt nichts, was zurückzunehmen wäre.",
            "There is nothing to take back.",
        ),
        "go-back-late": (
            "Der Punkt ohne Wiederkehr liegt schon dahinter: {steps}. Was seither im Betrieb geschah, "
            "geht verloren.",
            "The point of no return is already behind: {steps}. What happened in service since then is lost.",
        ),
        "go-forward": ("Den Rückweg verlassen", "Leave the way back"),
        "go-forward-how": (
            "Der Lauf geht wieder vorwärts. Was zurückgenommen wurde, ist wieder offen.",
            "The run goes forward again. What was taken back is open again.",
        ),
        "undo": ("So wird der Schritt zurückgenommen:", "This is how the step is taken back:"),
        "undo-done": ("Zurückgenommen", "Taken back"),
        "undo-left": ("War nicht nötig", "Was not necessary"),
        "undo-left-note": ("mit Begründung", "with a reason"),
        "undo-note": ("Notiz", "Note"),
        "undo-reason-missing": (
            "Warum war es nicht nötig? Die Begründung fehlt noch.",
            "Why was it not necessary? The reason is still missing.",
        ),
        # Export
        "export": ("Bericht exportieren", "Export the report"),
        "export-html": ("HTML", "HTML"),
        "export-html-note": ("eine Datei, zum Lesen und Drucken", "one file, to read and print"),
        "export-json": ("JSON", "JSON"),
        "export-json-note": ("für andere Programme", "for other programs"),
        "export-path": ("Datei", "File"),
        "export-path-missing": ("Der Name der Datei fehlt noch.", "The file's name is still missing."),
        "export-replace": (
            "Die Datei gibt es schon. Noch einmal Enter: ersetzen.",
            "The file exists already. Enter once more: replace it.",
        ),
        "export-folder-missing": ("Den Ordner gibt es nicht: {folder}", "There is no such folder: {folder}"),
        "export-is-folder": ("Das ist ein Ordner, keine Datei.", "That is a folder, not a file."),
        # Faults
        "fault": ("Das ging nicht", "That did not work"),
    }
)
"""What dialogs say, by key."""
