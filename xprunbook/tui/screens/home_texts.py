"""The sentences of the home screen."""

from __future__ import annotations

from typing import Final

from xprunbook.base.language import Texts

HOME: Final = Texts(
    {
        "runs": ("Läufe", "Runs"),
        "runbooks": ("Runbooks", "Runbooks"),
        "no-runs": (
            "Noch keiner. Unten ein Runbook wählen, Enter beginnt einen Lauf.",
            "None yet. Choose a runbook below, Enter starts a run.",
        ),
        "no-runbooks": (
            "Keine gefunden. Mit „xprunbook start DATEI“ lässt sich jede Runbook-Datei öffnen.",
            "None found. “xprunbook start FILE” opens any runbook file.",
        ),
        "of": ("{done} von {total}", "{done} of {total}"),
        "plan": ("Plan {plan}", "Plan {plan}"),
        "plans": ("Pläne {plans}", "Plans {plans}"),
        "version": ("Fassung {version}", "Version {version}"),
        "open": ("offen", "open"),
        "closed": ("beendet", "closed"),
        "held": ("anderswo offen", "open elsewhere"),
        "practice": ("ÜBUNG:", "PRACTICE:"),
        "here": ("hier offen", "open here"),
        "newer": ("neuere Fassung", "newer version"),
        "damaged": ("beschädigt", "damaged"),
        "key-open": ("öffnen", "open"),
        "about-open": (
            "Zuletzt gespeichert {at} von {person} an {host}. Enter macht weiter.",
            "Last saved {at} by {person} at {host}. Enter goes on.",
        ),
        "about-closed": (
            "Beendet {at} von {person}. Enter zeigt ihn; geändert wird nichts mehr.",
            "Closed {at} by {person}. Enter shows it; nothing changes any more.",
        ),
        "about-held": (
            "Gerade bei {holder} offen. Enter zeigt den Lauf nur an und folgt ihm.",
            "Open at {holder} now. Enter only shows the run and follows it.",
        ),
        "about-here": (
            "In diesem Programm schon offen. Enter geht dorthin zurück.",
            "Open in this program already. Enter goes back there.",
        ),
        "about-newer": (
            "Von einer neueren Fassung des Programms geschrieben. Enter zeigt ihn nur an.",
            "Written by a newer version of the program. Enter only shows it.",
        ),
        "about-damaged": (
            "Die Aufzeichnung ist beschädigt. Enter zeigt, was lesbar ist; xprunbook verify sagt, wo.",
            "The record is damaged. Enter shows what can be read; xprunbook verify says where.",
        ),
        "nothing-readable": (
            "Schon der erste Eintrag dieser Aufzeichnung ist beschädigt: nichts davon lässt sich zeigen.",
            "The very first entry of this record is damaged: nothing of it can be shown.",
        ),
        "nothing-readable.hint": (
            "Den Ordner des Laufs aus einer Sicherung wiederherstellen.",
            "Restore the run's folder from a backup.",
        ),
        "asks": ("Fragen", "questions"),
        "about-asks": (
            "Enter stellt die Fragen, die zum passenden Runbook führen.",
            "Enter asks the questions that lead to the runbook that fits.",
        ),
        "about-new": (
            "Enter wählt den Plan und beginnt einen Lauf.",
            "Enter chooses the plan and starts a run.",
        ),
    }
)
"""What the home screen says."""
