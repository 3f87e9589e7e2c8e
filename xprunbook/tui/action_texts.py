"""The sentences of the automation: a step's checks and plan, preflight, trust, doubts, leaving."""

from __future__ import annotations

from typing import Final

from xprunbook.base.language import Texts

ACTION: Final = Texts(
    {
        "checks": ("Prüfungen", "Checks"),
        "before": ("vorher", "before"),
        "action": ("die Aktion selbst", "the action itself"),
        "after": ("danach", "afterwards"),
        "failure": ("nach dem Fehlschlag", "after the failure"),
        "found-needed": ("Spuren", "traces"),
        "found-satisfied": ("nichts", "nothing"),
        "not-looked": ("offen", "open"),
        "identity": ("gesehen als {identity}", "seen as {identity}"),
        "helps": ("Hilft: {helps}", "What helps: {helps}"),
        "jump-step": ("J springt zu Schritt {number} {title}", "J jumps to step {number} {title}"),
        "jump-runbook": ("J öffnet das Runbook {runbook}", "J opens the runbook {runbook}"),
        "looking": ("Wird geprüft …", "Looking …"),
        "plan": ("Das würde getan", "This would be done"),
        "plan-running": ("Das wird getan", "This is being done"),
        "plan-lines": (
            "Weitere {count} Zeilen zeigt: xprunbook dry-run",
            "{count} more lines are shown by: xprunbook dry-run",
        ),
        "nothing": ("Es ist schon so: nichts zu tun.", "It is so already: nothing to do."),
        "blocked": (
            "So lässt sich das nicht ausführen. Von Hand geht es immer: Leertaste.",
            "It cannot be carried out like this. By hand always works: Space.",
        ),
        "by-hand": (
            "Hierfür gibt es keine Automatik: von Hand erledigen, dann Leertaste.",
            "There is no automation for this: do it by hand, then Space.",
        ),
        "checks-only": (
            "Der Schritt wird von Hand erledigt; die Prüfungen sehen nur nach.",
            "The step is done by hand; the checks only look.",
        ),
        "switched-off": (
            "Die Automatik ist hier ausgeschaltet, der Schritt nicht: von Hand erledigen, dann Leertaste.",
            "The automation is switched off here, the step is not: do it by hand, then Space.",
        ),
        "probe": (
            "Eine Probe schreibt etwas und räumt wieder auf. P führt sie aus.",
            "A probe writes something and cleans up again. P carries it out.",
        ),
        "warnings": ("Dabei zu beachten", "To bear in mind"),
        "unproven": (
            "Ob es gelang, lässt sich hier nicht prüfen: am Ende entscheidet ein Mensch.",
            "Whether it worked cannot be checked here: a person decides in the end.",
        ),
        "output": ("Ausgabe", "Output"),
        "output-lines": ("{count} Zeilen", "{count} lines"),
        "output-none": ("Noch keine Ausgabe.", "No output yet."),
        "cut": ("{count} ältere Zeilen stehen in der Datei", "{count} older lines are in the file"),
        # Keys
        "key-apply": ("ausführen", "carry out"),
        "key-more": ("weiterlesen", "read on"),
        "key-settle-done": ("als erledigt festhalten", "record as done"),
        "key-again": ("neu prüfen", "look again"),
        "key-probe": ("Probe", "probe"),
        "key-jump": ("hinspringen", "jump there"),
        "key-take-over": ("Vorschlag übernehmen", "take the proposal over"),
        "key-inputs": ("Angaben", "inputs"),
        "key-switch": ("Plan/Ausgabe", "plan/output"),
        "key-back": ("zurück", "back"),
        # Messages
        "changed": (
            "Inzwischen wäre etwas anderes zu tun: das ist der neue Plan.",
            "By now something else would be done: this is the new plan.",
        ),
        "no-automation": (
            "Automatik gibt es in dieser Sitzung nicht: von Hand erledigen.",
            "There is no automation in this session: do it by hand.",
        ),
        "no-checks": (
            "Dieses Runbook nennt weder Prüfungen noch Aktionen.",
            "This runbook names neither checks nor actions.",
        ),
        "not-trusted": (
            "Ohne Vertrauen bleibt alles von Hand. A fragt wieder.",
            "Without trust everything stays by hand. A asks again.",
        ),
        "read-first": (
            "Der Plan geht unten weiter: erst zu Ende lesen.",
            "The plan goes on below: read it to the end first.",
        ),
        "cancelling": ("Abbruch ist verlangt …", "Asked to stop …"),
        "nothing-runs": ("Hier läuft nichts.", "Nothing is running here."),
        "still-running": (
            "{number} läuft noch. Esc geht, wenn nichts mehr läuft; Q fragt.",
            "{number} is still running. Esc leaves once nothing runs; Q asks.",
        ),
        "ended": ("{number} {state}: {sentence}", "{number} {state}: {sentence}"),
        "ended-bare": ("{number} {state}", "{number} {state}"),
        "proven": ("durch Prüfung bewiesen", "proven by a check"),
        "no-runbook": (
            "Beginnen mit: xprunbook start {runbook}",
            "Begin it with: xprunbook start {runbook}",
        ),
        # Applying what destroys
        "apply": ("Jetzt ausführen?", "Carry it out now?"),
        # Trust
        "trust": ("Diesem Runbook vertrauen?", "Trust this runbook?"),
        "trust-why": (
            "„{title}“ kommt nicht mit dem Programm. Bevor es hier das erste Mal etwas prüft, steht hier alles, was "
            "es nennt. Vertrauen gilt genau diesen Bytes: ein geändertes Zeichen, und es wird neu gefragt.",
            "“{title}” does not come with the program. Before it looks at anything here for the first time, this is "
            "all it names. Trust holds for exactly these bytes: one changed character, and it is asked anew.",
        ),
        "trust-count": ("{count} Prüfungen und Aktionen:", "{count} checks and actions:"),
        "trust-digest": ("SHA-256 der Dateien: {digest}", "SHA-256 of the files: {digest}"),
        "trust-no": ("Nicht vertrauen, alles bleibt von Hand", "Do not trust, everything stays by hand"),
        "trust-yes": ("Vertrauen, in meinem Namen ({person})", "Trust it, in my name ({person})"),
        "trust-given": ("Vertraut von {person}.", "Trusted by {person}."),
        "place-before": ("prüft vorher", "checks before"),
        "place-action": ("führt aus", "carries out"),
        "place-after": ("prüft danach", "checks after"),
        "place-failure": ("sieht nach einem Fehlschlag nach", "looks after a failure"),
        "key-choose": ("wählen", "choose"),
        # Preflight
        "preflight": ("Vorprüfung", "Preflight"),
        "dry-run": ("Trockenlauf", "Dry run"),
        "preflight-what": (
            "Was sich vorab prüfen lässt; nichts wird geändert oder abgehakt.",
            "What can be looked at beforehand; nothing is changed or ticked.",
        ),
        "dry-run-what": (
            "Was jede Aktion jetzt täte; nichts davon geschieht.",
            "What every action would do now; none of it happens.",
        ),
        "preflight-none": ("In diesem Plan gibt es nichts zu prüfen.", "This plan has nothing to look at."),
        "dry-run-none": ("In diesem Plan gibt es keine Aktion.", "This plan has no action."),
        "running": ("läuft …", "looking …"),
        "count": ("{count} {state}", "{count} {state}"),
        "count-running": ("{count} laufen noch", "{count} still looking"),
        "operations": ("würde {count} Dinge tun", "would do {count} things"),
        "operations-one": ("würde 1 Ding tun", "would do 1 thing"),
        "operations-none": ("nichts zu tun", "nothing to do"),
        "key-go": ("zum Schritt", "to the step"),
        "key-one": ("diese neu", "this one again"),
        "key-all": ("alle neu", "all again"),
        "key-dry-run": ("Trockenlauf", "dry run"),
        "key-preflight": ("Prüfungen", "checks"),
        # In doubt
        "doubt-kind": ("Begonnen um {at}: {kind}", "Begun at {at}: {kind}"),
        "doubt-said": ("Danach: {sentence}", "Afterwards: {sentence}"),
        "doubt-plan": ("Getan werden sollte:", "What was to be done:"),
        "doubt-process": ("Prozess {pid}", "Process {pid}"),
        "doubt-runs": ("läuft noch: warten, oder ihn beenden", "still runs: wait, or end it"),
        "doubt-ended": ("läuft nicht mehr", "no longer runs"),
        "doubt-unknown": ("lässt sich hier nicht feststellen", "cannot be told here"),
        "doubt-asking": ("wird nachgesehen …", "looking …"),
        "doubt-none": ("Ein Prozess ist nicht aufgezeichnet.", "No process was recorded."),
        "doubt-again": ("F5 sieht jetzt nach, wie es steht.", "F5 looks how things are now."),
        "doubt-now": ("Jetzt gesehen", "Seen now"),
        "doubt-key": ("nachsehen", "look"),
        # Leaving
        "leave": ("Eine Aktion läuft noch", "An action is still running"),
        "leave-what": ("{number} {title}", "{number} {title}"),
        "leave-stay": ("Bleiben", "Stay"),
        "leave-wait": ("Warten, bis sie endet, dann beenden", "Wait until it has ended, then leave"),
        "leave-wait-note": (
            "ihr Ausgang wird noch aufgezeichnet",
            "its outcome is still recorded",
        ),
        "waiting": (
            "Warte auf das Ende von {step}; der Ausgang wird aufgezeichnet …",
            "Waiting for {step} to end; its outcome is recorded …",
        ),
    }
)
"""What the screens of the automation say, by key."""
