"""The sentences of scripts: what may be wrong with an answer file, and what waits for a person."""

from __future__ import annotations

from typing import Final

from xprunbook.base.language import Texts

SCRIPT: Final = Texts(
    {
        "problem": ("{file}:{line}: {why}", "{file}:{line}: {why}"),
        "problems": ("Nichts wurde ausgeführt. Probleme: {count}", "Nothing was carried out. Problems: {count}"),
        "quote": ("Ein Anführungszeichen wird nicht geschlossen.", "A quotation mark is not closed."),
        "unknown-word": ("„{word}“ ist keine Antwort. {near}", "“{word}” is no answer. {near}"),
        "near": ("Gemeint ist vielleicht „{word}“.", "Perhaps “{word}” is meant."),
        "unknown-option": ("„{word}“ kennt {option} nicht.", "“{word}” does not know {option}."),
        "option-value": ("Nach {option} fehlt ein Wert.", "A value is missing after {option}."),
        "twice": ("{option} steht zweimal da.", "{option} stands there twice."),
        "arguments": ("Erwartet wird: {usage}", "Expected: {usage}"),
        "unknown-step": ("Einen Schritt {step} gibt es nicht. {near}", "There is no step {step}. {near}"),
        "unknown-phase": ("Eine Phase {phase} gibt es nicht. {near}", "There is no phase {phase}. {near}"),
        "unknown-input": ("Eine Angabe {name} gibt es nicht. {near}", "There is no input {name}. {near}"),
        "no-observation": ("Bei diesem Schritt wird nichts festgehalten.", "Nothing is written down at this step."),
        "bad-time": ("„{given}“ ist keine Zeit.", "“{given}” is no time."),
        "no-action": ("Der Schritt hat keine Automatik.", "The step has no automation."),
        "target": ("Der Schritt überschreibt etwas: --overwrite {target} gehört dazu.",
                   "The step overwrites something: it takes --overwrite {target}."),
        "too-large": ("Die Datei ist größer als 1 MiB.", "The file is larger than 1 MiB."),
        "not-text": ("Die Datei ist kein UTF-8-Text.", "The file is no UTF-8 text."),
        "unreadable": ("{file} lässt sich nicht lesen: {why}", "{file} cannot be read: {why}"),
        "checked": ("{file}: {count} Antworten, alle möglich.", "{file}: {count} answers, all possible."),
        "already": ("{file}:{line}: ist schon so", "{file}:{line}: is so already"),
        "line": ("{file}:{line}: {says}", "{file}:{line}: {says}"),
        "stopped": ("Angehalten bei Zeile {line}: {why}", "Stopped at line {line}: {why}"),
        "not-proven": ("Die Ausführung endete so: {state}", "It ended like this: {state}"),
        # Waiting
        "waiting": ("Es wartet: {what}", "Waiting: {what}"),
        "wait-gate": ("Freigabe von Phase {phase}: {text}", "the gate of phase {phase}: {text}"),
        "wait-manual": ("Schritt {number} {title}: von Hand", "step {number} {title}: by hand"),
        "wait-off": ("Schritt {number} {title}: von Hand, {kind} ist ausgeschaltet",
                     "step {number} {title}: by hand, {kind} is switched off"),
        "wait-optional": ("Schritt {number} {title}: optional, jemand muss entscheiden",
                          "step {number} {title}: optional, somebody must decide"),
        "wait-child": ("Schritt {number} {title}: ein eigener Lauf von {runbook}",
                       "step {number} {title}: a run of {runbook}"),
        "wait-overwrites": ("Schritt {number} {title}: überschreibt {what}, das bestätigt ein Mensch",
                            "step {number} {title}: overwrites {what}, which a person confirms"),
        "wait-no-return": ("Schritt {number} {title}: danach gibt es keinen Rückweg, das bestätigt ein Mensch",
                           "step {number} {title}: no way back after it, which a person confirms"),
        "wait-needs": ("Schritt {number} {title}: vorher fehlt {what}",
                       "step {number} {title}: {what} is missing first"),
        "wait-criterion": ("Schritt {number} {title}: ob nötig, entscheidet „{input}“",
                           "step {number} {title}: “{input}” decides whether it is needed"),
        "wait-trust": ("Vertrauen: dieses Runbook wurde noch nicht freigegeben",
                       "trust: this runbook is not trusted yet"),
        "wait-blocked": ("Schritt {number} {title}: {why}", "step {number} {title}: {why}"),
        "wait-state": ("Schritt {number} {title}: {state}", "step {number} {title}: {state}"),
        "wait-secret": ("Schritt {number} {title}: Zugangsdaten fehlen ({what})",
                        "step {number} {title}: credentials are missing ({what})"),
        "wait-refused": ("Schritt {number} {title}: {why}", "step {number} {title}: {why}"),
        "wait-back": ("der Rückweg: jeder Schritt darauf ist Handarbeit",
                      "the way back: every step of it is done by hand"),
        "wait-close": ("der Abschluss: alle Schritte sind entschieden", "the close: every step is decided"),
        "is-closed": ("Der Lauf ist beendet.", "The run is closed."),
        "read-only": ("Der Lauf nimmt gerade nichts an: {why}", "The run takes nothing now: {why}"),
        "doing": ("Schritt {number} {title}: {kind}", "Step {number} {title}: {kind}"),
    }
)  # fmt: skip
"""What scripts say, by key."""
