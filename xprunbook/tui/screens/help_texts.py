"""The sentences of the help screen; those of the commands stand in the registry of keys."""

from __future__ import annotations

from typing import Final

from xprunbook.base.language import Texts

KEYS: Final = Texts(
    {
        "move": ("Zeile auf und ab", "Move up and down"),
        "page": ("Seitenweise auf und ab", "Move by pages"),
        "scroll": ("Im Text auf und ab", "Scroll the text"),
        "neighbour": ("Zum vorigen und zum nächsten Schritt", "To the step before and after"),
        "back": ("Zurück", "Back"),
        "back-to-plan": ("Zurück zum Plan", "Back to the plan"),
        "action-go": (
            "Führt genau das Gezeigte aus; ist es länger als der Schirm, liest Enter erst weiter",
            "Carries out exactly what is shown; if it is longer than the screen, Enter reads on first",
        ),
        "action-again": ("Prüft und plant neu", "Looks and plans again"),
        "action-probe": (
            "Führt Proben aus: sie schreiben etwas und räumen wieder auf",
            "Carries out probes: they write something and clean up again",
        ),
        "action-jump": ("Springt dorthin, wo sich Abhilfe findet", "Jumps to where help is"),
        "action-inputs": ("Öffnet die Angaben bei der, die fehlt", "Opens the inputs at the missing one"),
        "action-switch": ("Wechselt zwischen Plan und Ausgabe", "Changes between plan and output"),
        "action-back": (
            "Zurück; eine laufende Aktion läuft weiter",
            "Back; a running action goes on",
        ),
        "preflight-go": ("Springt zum Schritt im Plan", "Jumps to the step in the plan"),
        "preflight-open": ("Öffnet die Automatik des Schritts", "Opens the automation of the step"),
        "preflight-one": ("Prüft diesen Schritt neu", "Looks at this step again"),
        "preflight-all": ("Prüft alles neu", "Looks at everything again"),
        "preflight-mode": (
            "Wechselt zwischen Prüfungen und Trockenlauf",
            "Changes between checks and dry run",
        ),
        "home-open": (
            "Öffnet den Lauf, oder beginnt einen Lauf des Runbooks",
            "Opens the run, or starts a run of the runbook",
        ),
        "answer": ("Wählt eine Antwort", "Chooses an answer"),
        "choose": ("Gibt die Antwort, oder nimmt den Plan", "Gives the answer, or takes the plan"),
        "answer-back": ("Nimmt die letzte Antwort zurück", "Takes the last answer back"),
        "plans": (
            "Beim Ergebnis: zum Plan daneben; sein Buchstabe geht auch",
            "At the result: to the plan beside; its letter does too",
        ),
    }
)
"""What the keys of a screen's own do."""

HELP: Final = Texts(
    {
        "title-plan": ("Hilfe: der Plan", "Help: the plan"),
        "title-detail": ("Hilfe: ein Schritt", "Help: a step"),
        "title-home": ("Hilfe: Läufe und Runbooks", "Help: runs and runbooks"),
        "title-chooser": ("Hilfe: den Plan wählen", "Help: choosing the plan"),
        "title-action": ("Hilfe: die Automatik eines Schritts", "Help: the automation of a step"),
        "title-preflight": ("Hilfe: Vorprüfung und Trockenlauf", "Help: preflight and dry run"),
        "action": ("So läuft es ab", "How it goes"),
        "action-1": (
            "Erst wird nachgesehen, dann steht hier genau, was getan würde. Ausgeführt wird nur das: hat sich "
            "inzwischen etwas geändert, wird der neue Plan gezeigt und nichts getan.",
            "First it is looked at, then this page says exactly what would be done. Only that is carried out: if "
            "something has changed meanwhile, the new plan is shown and nothing is done.",
        ),
        "action-2": (
            "Danach wird wieder nachgesehen. Erledigt heißt: bewiesen. Abbrechen geht jederzeit; was dabei "
            "ungewiss bleibt, steht als unklar da und wird von einem Menschen geklärt.",
            "Afterwards it is looked at again. Done means: proven. It can be cancelled at any time; what stays "
            "uncertain is shown as in doubt and is settled by a person.",
        ),
        "action-3": (
            "Von Hand geht jeder Schritt: tun, was der Text sagt, dann Leertaste.",
            "Every step can be done by hand: do what the text says, then Space.",
        ),
        "preflight": ("Was hier geschieht", "What happens here"),
        "preflight-1": (
            "Die Vorprüfung führt alle lesenden Prüfungen des Plans auf einmal aus; Proben, die schreiben, nicht.",
            "Preflight carries out every reading check of the plan at once; probes, which write, are left out.",
        ),
        "preflight-2": (
            "Der Trockenlauf plant jede Aktion, ohne sie auszuführen oder etwas abzuhaken.",
            "The dry run plans every action without carrying it out or ticking anything.",
        ),
        "scroll-page": ("blättern", "scroll"),
        "back-word": ("zurück", "back"),
        "where-move": ("Bewegen", "Moving"),
        "where-step": ("Der gewählte Schritt", "The selected step"),
        "where-run": ("Der ganze Lauf", "The whole run"),
        "where-view": ("Die Ansicht", "The view"),
        "where-list": ("Listen", "Lists"),
        "where-app": ("Überall", "Everywhere"),
        "marks": ("Zeichen", "Marks"),
        "mark-x": ("Pflicht in diesem Plan", "Mandatory in this plan"),
        "mark-optional": ("Optional in diesem Plan", "Optional in this plan"),
        "mark-automated": ("Automatisierbar", "Can be automated"),
        "mark-note": ("Hat eine Notiz", "Has a note"),
        "mark-danger": ("Danach gibt es keinen Rückweg", "There is no way back after it"),
        "mark-planned": ("Geplante Zeit, noch keine gemessene", "Planned time, not a measured one"),
        "states": ("Stand eines Schritts", "State of a step"),
        "state-open": ("Noch zu tun", "To be done"),
        "state-running": ("Eine Aktion arbeitet", "An action is working"),
        "state-failed": ("Die Aktion ist nicht gelungen", "The action did not succeed"),
        "state-cancelled": ("Die Aktion wurde abgebrochen", "The action was cancelled"),
        "state-timed-out": ("Die Aktion brauchte zu lange", "The action took too long"),
        "state-in-doubt": (
            "Begonnen, dann ein Absturz: Ob es geschah, klärt ein Mensch",
            "Begun, then a crash: a person settles whether it happened",
        ),
        "state-done": ("Von jemandem abgehakt oder durch Prüfung bewiesen", "Ticked by somebody, or proven"),
        "state-skipped": ("Optional und ausgelassen", "Optional and left out"),
        "state-deviation": ("Pflicht, aber mit Begründung ausgelassen", "Mandatory, left out with a reason"),
        "state-not-applicable": ("Trifft hier nicht zu", "Does not apply here"),
        "state-deferred": (
            "Offene Pflicht: jemand erledigt es später",
            "An open duty: somebody does it later",
        ),
        "saved": ("Was „gespeichert“ verspricht", "What “saved” promises"),
        "saved-1": (
            "Steht oben „gespeichert“, liegen dieser Eintrag und alle davor auf der Platte. Sie überstehen "
            "einen Abbruch des Programms, einen Absturz des Systems und einen Stromausfall.",
            "When the top says “saved”, that entry and all before it are on the disk. They survive the end "
            "of the program, a crash of the system and a power cut.",
        ),
        "saved-2": (
            "Nicht versprochen: was nach dem letzten „gespeichert“ getippt wurde, und Platten, die das "
            "Schreiben nur vortäuschen.",
            "Not promised: what was typed after the last “saved”, and disks that only pretend to write.",
        ),
        "saved-3": (
            "Nichts wird gelöscht: Was man zurücknimmt, bleibt in der Aufzeichnung stehen.",
            "Nothing is deleted: what is taken back stays in the record.",
        ),
        "code": ("Der Code", "The code"),
        "code-1": (
            "Freigabe und Abschluss zeigen einen Code. Außerhalb notiert, beweist er später, dass bis "
            "dorthin nichts geändert wurde: xprunbook verify.",
            "A gate and the end show a code. Noted elsewhere it proves later that nothing up to there "
            "was changed: xprunbook verify.",
        ),
        "folder": ("Wo dieser Lauf liegt", "Where this run is stored"),
        "chooser": ("Zur Wahl", "On choosing"),
        "chooser-1": (
            "Die Antworten führen zu einem Vorschlag. Jeder andere Plan lässt sich trotzdem nehmen.",
            "The answers lead to a proposal. Any other plan can be taken all the same.",
        ),
        "chooser-2": (
            "Auch später lässt sich der Plan wechseln, mit einer Begründung.",
            "The plan can be changed later, too, with a reason.",
        ),
        "home": ("Läufe", "Runs"),
        "home-1": (
            "Ein Lauf ist ein Runbook, das jemand abarbeitet: sein Plan, jeder Schritt, jede Notiz. "
            "Er lässt sich jederzeit verlassen und wieder aufnehmen.",
            "A run is a runbook somebody works through: its plan, every step, every note. It can be left and "
            "taken up again at any time.",
        ),
        "home-2": (
            "Ein Lauf, den gerade jemand anderes offen hat, öffnet sich nur zum Ansehen.",
            "A run that somebody else has open opens for viewing only.",
        ),
    }
)
"""What the help screen says."""
