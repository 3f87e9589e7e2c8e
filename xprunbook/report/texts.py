"""The sentences of the report, German and English."""

from __future__ import annotations

from typing import Final

from xprunbook.base.language import Texts

TEXTS: Final = Texts(
    {
        # page one
        "kind": ("Ausgeführtes Runbook", "Completed runbook"),
        "kind-open": ("Runbook in Ausführung", "Runbook in progress"),
        "plan": ("Plan {plan}", "Plan {plan}"),
        "outcome": ("Ergebnis", "Outcome"),
        "unfinished": ("nicht abgeschlossen", "unfinished"),
        "unfinished-back": ("nicht abgeschlossen, auf dem Rückweg", "unfinished, going back"),
        "as-of": ("Stand", "as of"),
        "practice": (
            "Übung: Dieser Lauf war eine Probe und hat keine echten Systeme verändert.",
            "Practice: this run was a rehearsal and changed no real systems.",
        ),
        "files-allowed": (
            "Dieser Lauf begann mit der Erlaubnis, dass Dateien Pflichtschritte abhaken und Freigaben erteilen. "
            "Schritte mit einer Antwort aus einer Datei: {count}.",
            "This run was started with the permission that files tick mandatory steps and pass gates. "
            "Steps with an answer from a file: {count}.",
        ),
        "unfinished-alert": (
            "Zwischenstand: Der Lauf ist nicht abgeschlossen. Letzter Eintrag: {time}.",
            "Interim report: the run is not closed. Last entry: {time}.",
        ),
        "unknown-records": (
            "{count} Einträge kennt diese Fassung des Programms nicht: {numbers}. Sie stehen im Protokoll, "
            "zählen aber im Bericht nicht mit.",
            "This version of the program does not know {count} entries: {numbers}. They stand in the "
            "log, but the "
            "report leaves them out of account.",
        ),
        "no-runbook": (
            "Das Runbook des Laufs war nicht lesbar: Schritte stehen hier nur, soweit die Aufzeichnung "
            "sie nennt.",
            "The run's runbook could not be read: only steps that the record names are listed here.",
        ),
        "files-differ": (
            "Die Runbook-Datei beim Lauf ist nicht die, mit der er begann: {names}. Die Texte der "
            "Schritte können "
            "andere sein als damals.",
            "The runbook file beside the run is not the one it was started with: {names}. The texts of "
            "the steps may "
            "differ from those of then.",
        ),
        "past-no-return": (
            "Der Rückweg begann, als der Punkt ohne Rückkehr schon überschritten war.",
            "Going back began when the point of no return was already passed.",
        ),
        "summary": ("Auf einen Blick", "At a glance"),
        "begun": ("Begonnen", "Started"),
        "closed-at": ("Beendet", "Closed"),
        "last-entry": ("Letzter Eintrag", "Last entry"),
        "worked": ("Arbeitszeit", "Time worked"),
        "steps-decided": ("Schritte", "Steps"),
        "n-of-m": ("{decided} von {total}", "{decided} of {total}"),
        "deviations": ("Abweichungen", "Deviations"),
        "duties": ("Offene Pflichten", "Open duties"),
        "also": ("Außerdem:", "Also:"),
        "window-end": ("Fenster bis", "Window until"),
        "no-deviations": (
            "Keine: kein Pflichtschritt wurde ausgelassen.",
            "None: no mandatory step was left out.",
        ),
        "no-deviations-yet": ("Bisher keine.", "None so far."),
        "no-duties": ("Keine.", "None."),
        "duty": ("{owner}, bis {due}", "{owner}, by {due}"),
        "who": ("Wer", "Who"),
        "person": ("Person", "Person"),
        "company": ("Firma", "Company"),
        "account": ("Konto", "Account"),
        "accounts": ("Konten", "Accounts"),
        "at-host": ("an", "at"),
        "machines": ("Rechner", "Machines"),
        "role": ("Rolle", "Role"),
        "host": ("Rechner", "Host"),
        "here": ("Hier", "Here"),
        "no-machines": ("Keine Angaben.", "None given."),
        "proof": ("Beweiskraft", "What this proves"),
        "code-closed": ("Code des Abschlusses", "Code of the closed run"),
        "code-open": ("Code des letzten Eintrags", "Code of the last entry"),
        "code-use": (
            "Steht derselbe Code im Ticket oder in der E-Mail zum Abschluss, dann ist an der "
            "Aufzeichnung seitdem "
            "nichts geändert, eingefügt oder entfernt worden. Nachprüfen: {command}",
            "If the ticket or mail about the closing holds the same code, nothing in the record was "
            "changed, inserted "
            "or removed since. To verify: {command}",
        ),
        "code-use-open": (
            "Wer diesen Code notiert, kann später zeigen, dass bis zu diesem Eintrag nichts geändert wurde. "
            "Nachprüfen: {command}",
            "Whoever writes this code down can show later that nothing up to this entry was changed. To "
            "verify: "
            "{command}",
        ),
        "not-proven": (
            "Nicht bewiesen ist, dass die Schritte wirklich so getan wurden, wie jemand sie abgehakt "
            "hat, wer an der "
            "Tastatur saß, und dass die Uhr richtig ging. Diese Datei selbst ist durch den Code nicht "
            "geschützt: Beleg "
            "ist die Aufzeichnung des Laufs (run.jsonl).",
            "Not proven: that the steps were really done as somebody ticked them, who sat at the "
            "keyboard, and that "
            "the clock was right. The code does not protect this file itself: the evidence is the run's "
            "record "
            "(run.jsonl).",
        ),
        # the runs below
        "runs": ("Die Läufe", "The runs"),
        "runs-note": (
            "Dieser Lauf besteht auch aus eigenen Läufen; jeder hat hinten sein Kapitel. Die Zahlen oben zählen alle.",
            "Some steps of this run are runs of their own; each has its chapter below. The figures above count all.",
        ),
        "chapter": ("Kapitel {number}: Schritt {step}", "Chapter {number}: step {step}"),
        "in-run": ("im Lauf „{title}“", "in the run “{title}”"),
        "to-chapter": ("siehe Kapitel {number}", "see chapter {number}"),
        "below-unread": ("nicht lesbar: {why}", "cannot be read: {why}"),
        "below-unread-alert": (
            "Der Lauf {run} (Schritt {step}) fehlt in diesem Bericht: {why}",
            "The run {run} (step {step}) is missing in this report: {why}",
        ),
        "below-differs": (
            "Die Aufzeichnung des Laufs {run} ist nicht die, mit der er geschlossen wurde.",
            "The record of the run {run} is not the one it was closed with.",
        ),
        "below-gone": ("Sein Ordner liegt nicht neben diesem.", "Its folder does not lie beside this one."),
        "below-stranger": (
            "Er nennt einen anderen Lauf, zu dem er gehört.",
            "It names another run that it belongs to.",
        ),
        "below-deep": (
            "Läufe in Läufen werden nur {count} Stufen tief gezeigt.",
            "Runs within runs are shown {count} levels deep only.",
        ),
        # the details of the run
        "run-details": ("Angaben zum Lauf", "About the run"),
        "inputs": ("Eingaben", "Inputs"),
        "input": ("Eingabe", "Input"),
        "value": ("Wert", "Value"),
        "no-inputs": ("Keine Eingaben.", "No inputs."),
        "gates": ("Freigaben", "Gates"),
        "gate": ("Freigabe", "Gate"),
        "gate-of": ("Freigabe „{phase}“", "gate “{phase}”"),
        "gate-passed": ("freigegeben", "passed"),
        "gate-waits": ("nicht freigegeben", "not passed"),
        "code": ("Code", "Code"),
        "still-open": ("damals offen: {steps}", "open then: {steps}"),
        "sittings": ("Sitzungen", "Sessions"),
        "from": ("Von", "From"),
        "to": ("Bis", "To"),
        "ended-how": ("Ende", "Ended"),
        "still-sitting": ("nicht abgemeldet", "not left"),
        "worked-note": (
            "Arbeitszeit ist die Summe der Sitzungen, jede bis zu ihrem letzten Eintrag.",
            "Time worked is the sum of the sessions, each up to its last entry.",
        ),
        "particulars": ("Besonderheiten", "Particulars"),
        "no-particulars": ("Keine.", "None."),
        "reopened": ("Wieder geöffnete Schritte", "Steps that were reopened"),
        "was-reopened": ("Wieder geöffnet", "Reopened"),
        "reopened-times": ("{count}-mal", "{count} times"),
        "reopened-once": ("einmal", "once"),
        "done-missing": (
            "Erledigt, obwohl etwas fehlte",
            "Done although something was missing",
        ),
        "missing-list": ("ohne: {names}", "without: {names}"),
        "done-against": (
            "Erledigt, obwohl eine Prüfung zuletzt dagegen sprach",
            "Done although a check last spoke against it",
        ),
        "done-earlier": (
            "Erledigt mit einem früheren Wert",
            "Done with an earlier value",
        ),
        "earlier-value": (
            "{name}: damals {then}, jetzt {now}",
            "{name}: then {then}, now {now}",
        ),
        "no-value": ("kein Wert", "no value"),
        "from-file": ("Aus einer Antwortdatei entschieden", "Decided from an answer file"),
        "taken-back": ("Zurückgenommen", "Taken back"),
        "happenings": ("Verlauf neben dem Plan", "Beside the plan"),
        "ended-crash": (
            "Die Sitzung von {person} endete ohne Abmeldung (Absturz, Abbruch oder Stromausfall)",
            "The session of {person} ended without leaving (crash, kill or power cut)",
        ),
        "run-notes": ("Notizen zum Lauf", "Notes on the run"),
        "origin": ("Herkunft", "Origin"),
        "run": ("Lauf", "Run"),
        "parent-run": ("Teil von", "Part of"),
        "parent-words": ("{run}, Schritt {step}", "{run}, step {step}"),
        "runbook": ("Runbook", "Runbook"),
        "version-of": ("{id}, Fassung {version}", "{id}, version {version}"),
        "source": ("Nach", "After"),
        "made-with": ("Aufgezeichnet mit", "Recorded with"),
        "made-by": ("Bericht", "Report"),
        "made-at": ("xprunbook {version}, {time}", "xprunbook {version}, {time}"),
        "files": ("Dateien (SHA-256)", "Files (SHA-256)"),
        "head": ("Letzter Eintrag (SHA-256)", "Last entry (SHA-256)"),
        "zone": ("Zeiten", "Times"),
        "zone-words": (
            "Ortszeit des Rechners, der diesen Bericht erstellt hat: UTC {offsets}",
            "Local time of the machine that made this report: UTC {offsets}",
        ),
        # the plan and its steps
        "matrix": ("Der Plan", "The plan"),
        "matrix-caption": (
            "Alle Schritte mit den Spalten aller Pläne; hervorgehoben: {plan}. X Pflicht, (X) optional.",
            "All steps with the columns of all plans; highlighted: {plan}. X mandatory, (X) optional.",
        ),
        "number": ("Nr.", "No."),
        "step": ("Schritt", "Step"),
        "where": ("Wo", "Where"),
        "state": ("Stand", "State"),
        "time": ("Zeit", "Time"),
        "legend": (
            "! Punkt ohne Rückkehr   ¶ Notiz   + eigener Schritt, nicht in der Vorlage   – nicht in "
            "diesem Plan",
            "! point of no return   ¶ note   + own step, not in the source document   – not in this plan",
        ),
        "details": ("Die Schritte im Einzelnen", "Step by step"),
        "not-in-plan": ("nicht in Plan {plan}", "not in plan {plan}"),
        "ours": ("eigener Schritt", "own step"),
        "no-return": ("Punkt ohne Rückkehr", "point of no return"),
        "planned": ("~{minutes} min", "~{minutes} min"),
        "to-undo": ("Rückweg", "Way back"),
        "warning": ("Achtung", "Warning"),
        "hint": ("Hinweis", "Hint"),
        "unconfirmed": ("nicht vom Hersteller bestätigt", "not confirmed by the vendor"),
        "link": ("Siehe", "See"),
        "overwrites": ("Überschreibt", "Overwrites"),
        "reason": ("Begründung", "Reason"),
        "criterion": ("Entfällt, weil", "Not applicable because"),
        "note": ("Notiz", "Note"),
        "observed": ("Festgehalten", "Written down"),
        "not-observed": ("nicht festgehalten", "not written down"),
        "with-values": ("Mit den Werten", "With the values"),
        "missing": ("Fehlte", "Missing"),
        "earlier": ("Früherer Wert", "Earlier value"),
        "file": ("Antwortdatei", "Answer file"),
        "duty-of": ("Erledigt", "To be done by"),
        "check": ("Prüfung", "Check"),
        "check-failure": ("Nach dem Fehlschlag", "After the failure"),
        "proven-for": ("gesehen als {identity}", "seen as {identity}"),
        "action": ("Ausführung", "Execution"),
        "digest": ("Plan-Prüfsumme {digest}", "plan digest {digest}"),
        "proven": ("durch Nachprüfung belegt", "proven by verification"),
        "by-action": ("automatisch", "automatic"),
        "result": ("Ergebnis", "Result"),
        "output": ("Ausgabe", "Output"),
        "kept": ("Aufbewahrt", "Kept"),
        "kept-words": (
            "{of} wie vor der Änderung: {file}, {size} Byte, SHA-256 {sha256}",
            "{of} as before the change: {file}, {size} bytes, SHA-256 {sha256}",
        ),
        "kept-hash": (
            "{of} wie vor der Änderung; keine Kopie, denn darin steht ein Kennwort: {size} Byte, SHA-256 {sha256}",
            "{of} as before the change; no copy, because a password stands in it: {size} bytes, SHA-256 {sha256}",
        ),
        "stored-differ": (
            "Dateien, die zum Lauf aufbewahrt wurden, sind verändert oder fehlen: {names}",
            "Files that were kept with the run are changed or missing: {names}",
        ),
        "child": ("Eigener Lauf", "Run of its own"),
        "child-words": ("{runbook}: {run}", "{runbook}: {run}"),
        "child-open": ("nicht beendet", "not closed"),
        "taken-back-words": ("zurückgenommen", "taken back"),
        "undo-left": ("brauchte nicht zurückgenommen zu werden", "did not need to be taken back"),
        # the log
        "log": ("Protokoll", "Log"),
        "log-caption": (
            "Alle {count} Einträge der Aufzeichnung in ihrer Reihenfolge, Nummern ab 0.",
            "All {count} entries of the record in their order, numbered from 0.",
        ),
        "happened": ("Was geschah", "What happened"),
        "unknown-record": ("Unbekannter Eintrag: {type}", "Unknown entry: {type}"),
        "shortened": (
            "… [gekürzt, {count} Zeichen; vollständig im JSON-Bericht]",
            "… [shortened, {count} characters; complete in the JSON report]",
        ),
        "yes": ("ja", "yes"),
        "no": ("nein", "no"),
        "none": ("keines", "none"),
        "end-of-report": ("Ende des Berichts", "End of the report"),
    }
)
"""What stands in the report."""

FIELDS: Final = Texts(
    {
        "account": ("Konto", "account"),
        "backend": ("Schlüsselbund", "keyring"),
        "closing": ("Ende", "closing"),
        "company": ("Firma", "company"),
        "details": ("Einzelheiten", "details"),
        "digest": ("Plan-Prüfsumme", "plan digest"),
        "due": ("bis", "by"),
        "end": ("Ende des Wartungsfensters", "window until"),
        "checkpoint": ("Stand", "Checkpoint"),
        "evidence": ("Beleg", "evidence"),
        "file": ("Datei", "file"),
        "files": ("Dateien", "files"),
        "format": ("Format", "format"),
        "head": ("Code", "code"),
        "here": ("hier", "here"),
        "how": ("wie", "how"),
        "identity": ("gesehen als", "seen as"),
        "inputs": ("Eingaben", "inputs"),
        "kind": ("Art", "kind"),
        "left": ("brauchte keine Rücknahme", "did not need to be taken back"),
        "missing": ("fehlte", "missing"),
        "name": ("Name", "name"),
        "note": ("Notiz", "note"),
        "of": ("von", "of"),
        "open_steps": ("noch offen", "still open"),
        "outcome": ("Ergebnis", "outcome"),
        "output": ("Ausgabe", "output"),
        "output_sha256": ("Ausgabe, SHA-256", "output, SHA-256"),
        "output_size": ("Ausgabe, Bytes", "output, bytes"),
        "owner": ("zuständig", "owner"),
        "parent_run": ("Teil von Lauf", "part of run"),
        "parent_step": ("für Schritt", "for step"),
        "past_no_return": ("nach dem Punkt ohne Rückkehr", "past the point of no return"),
        "person": ("Person", "person"),
        "phase": ("Abschnitt", "phase"),
        "pid": ("Prozess", "process"),
        "place": ("Stelle", "place"),
        "plan": ("Plan", "plan"),
        "practice": ("Übung", "practice"),
        "allow_file_ticks": ("Dateien dürfen abhaken", "files may tick"),
        "proven": ("durch Nachprüfung belegt", "proven by verification"),
        "reason": ("Begründung", "reason"),
        "result": ("Ergebnis", "result"),
        "run": ("Lauf", "run"),
        "runbook": ("Runbook", "runbook"),
        "runbook_version": ("Fassung", "version"),
        "seconds": ("Sekunden", "seconds"),
        "runbook_path": ("Runbook-Datei", "runbook file"),
        "secret": ("Zugangsdaten", "credential"),
        "sentence": ("Meldung", "message"),
        "sha256": ("SHA-256", "SHA-256"),
        "size": ("Bytes", "bytes"),
        "slip": ("gleich nach dem Abhaken", "right after ticking"),
        "source": ("Quelle", "source"),
        "started": ("gestartet", "started"),
        "step": ("Schritt", "step"),
        "summary": ("Vorhaben", "plan"),
        "text": ("Text", "text"),
        "title": ("Titel", "title"),
        "tool_version": ("Programm", "program"),
        "value": ("Wert", "value"),
        "values": ("Werte", "values"),
        "verdict": ("Urteil", "verdict"),
        "window_end": ("Wartungsfenster bis", "window until"),
    }
)
"""The label of every field an event can have, for what its sentence does not say."""
