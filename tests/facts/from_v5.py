"""Facts of the chapter on V5, V6 and V7: hop by hop to V8, in place or on a parallel machine."""

from __future__ import annotations

from typing import Final

from tests.facts.fact import Fact, Order, fact, order

FACTS: Final[tuple[Fact, ...]] = (
    fact(
        "V5 to V7 go to V8 first",
        "v57:.summary",
        "V8",
        "V9",
        de="Voraussetzung für den Umzug",
        en="V5, V6 or V7",
    ),
    fact(
        "step by step, none left out",
        "v57:clarify-stages.hints",
        de="Keine Hauptversion auslassen",
        en="Leave out no major version",
    ),
    fact(
        "there is no direct move, said where it is asked for",
        "v8:question/version.answers",
        de="direkter Umzug ist nicht möglich",
        en="no direct move",
    ),
    fact(
        "a complete backup before the migration",
        "v57:full-backup.title",
        de="Vollständige Sicherung",
        en="Full backup",
    ),
    fact(
        "to be able to go back to this state",
        "v57:backup-xphone.warnings",
        de="Stand, auf den alles zurückfällt",
        en="state everything falls back to",
    ),
    fact(
        "a snapshot in virtual environments",
        "v57:hop-v6-before.hints",
        de="virtuellen Umgebungen.*Snapshot",
        en="virtual environments.*snapshot",
    ),
    *(
        fact(
            f"a snapshot after the hop to V{hop}",
            f"v57:hop-v{hop}-after.title",
            de=f"Snapshot nach V{hop}",
            en=f"Snapshot after V{hop}",
        )
        for hop in (6, 7, 8)
    ),
    *(
        fact(
            f"a snapshot before the hop to V{hop}",
            f"v57:hop-v{hop}-before.title",
            de=f"Snapshot vor V{hop}",
            en=f"Snapshot before V{hop}",
        )
        for hop in (6, 7, 8)
    ),
    *(
        fact(
            f"the hop from V{hop - 1} to V{hop}",
            f"v57:hop-v{hop}.title",
            de=f"V{hop - 1} nach V{hop}",
            en=f"V{hop - 1} to V{hop}",
        )
        for hop in (6, 7, 8)
    ),
    *(
        fact(
            f"after the update to V{hop} the system is restarted once",
            f"v57:hop-v{hop}-restart.do",
            de="einmal neu starten",
            en="Restart the machine once",
        )
        for hop in (6, 7, 8)
    ),
    *(
        fact(
            f"the restart lets V{hop} change its databases",
            f"v57:hop-v{hop}-restart.warnings",
            de="Änderungen der Datenbank",
            en="Changes to the database would be left undone",
        )
        for hop in (6, 7, 8)
    ),
    *(
        fact(
            f"a test client is updated to V{hop} and logs on",
            f"v57:hop-v{hop}-client.do",
            f"V{hop}",
            de=("Client auf", "anmelden"),
            en=("client", "[Ll]og on"),
        )
        for hop in (6, 7, 8)
    ),
    *(
        fact(
            f"only the logon shows that V{hop} worked",
            f"v57:hop-v{hop}-client.hints",
            de="Anmeldung zeigt.*gelungen",
            en="Only the logon shows that the step has really worked",
        )
        for hop in (6, 7, 8)
    ),
    fact("V5 to V6 only from V5", "v57:hop-v6.when", "version_now=V5$"),
    fact("V6 to V7 from V5 and V6", "v57:hop-v7.when", "version_now=V5,V6$"),
    fact(
        "meanwhile the server is not available",
        "v57:freeze.warnings",
        de="arbeitet niemand mehr mit XPhone",
        en="nobody works with XPhone",
    ),
    fact(
        "right if a long interruption is allowed",
        "v57:plan/I.fits",
        de="lange stillstehen.*Wochenende",
        en="down for long, a weekend",
    ),
    fact(
        "otherwise a parallel machine",
        "v57:plan/P.fits",
        de="fast ohne Unterbrechung",
        en="almost without interruption",
    ),
    fact("the parallel machine goes up to V8", "v57:plan/P.fits", de="auf V8 gebracht", en="brought to V8"),
    fact(
        "a parallel machine is set up",
        "v57:set-up-stage.title",
        de="Parallelen Rechner aufsetzen",
        en="Set up a parallel machine",
    ),
    fact(
        "the move to V9 starts from the intermediate server",
        "v57:hand-over.do",
        de="bisherigen XPhone-Server .*stage_server.*von ihm kommt",
        en="stage_server.*current XPhone server, because the backup comes from there",
    ),
    fact(
        "the intermediate server may be deleted",
        "v57:remove-stage.title",
        de="Zwischenserver entfernen",
        en="Remove the intermediate server",
    ),
    fact(
        "but only after the move has succeeded",
        "v57:remove-stage.do",
        "V9",
        de="Erst, wenn der Umzug.*gelungen",
        en="Only when the move to V9 has worked",
    ),
    fact("the journey is the chain and then the move", "journey:.summary", "V8", "V9"),
)

ORDERS: Final[tuple[Order, ...]] = (
    order("the backup before the first hop", "v57:I,P", "backup-xphone", "hop-v6-before"),
    *(
        order(
            f"hop to V{hop}: snapshot, update, restart, client, snapshot",
            "v57:I,P",
            f"hop-v{hop}-before",
            f"hop-v{hop}-update",
            f"hop-v{hop}-restart",
            f"hop-v{hop}-client",
            f"hop-v{hop}-after",
        )
        for hop in (6, 7, 8)
    ),
    order("V5, V6, V7, V8: no other order", "v57:I,P", "hop-v6", "hop-v7", "hop-v8", "hand-over"),
    order(
        "the intermediate server is set up, used, removed",
        "v57:P",
        "set-up-stage",
        "hop-v8",
        "hand-over",
        "remove-stage",
    ),
    order("V8 before V9", "journey:AI,BI,CI,AP,BP,CP", "raise-to-v8", "move-to-v9"),
)
