"""A session that can act, for the face: the small runbook with a shelf in the world, and a longer action to look at."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from tests.run.fake_clock import FakeClock
from tests.run.kinds import Put, Reachable, Shelf, ShelfSite, TestKinds, Updated
from tests.tui.playing import Player, policy_for
from xprunbook.base.language import Language, Texts
from xprunbook.run.acting import ActingEngine
from xprunbook.run.automation import Automation
from xprunbook.run.clock import Clock
from xprunbook.run.contract import (
    Cancelled,
    Effect,
    Finding,
    Inspection,
    Job,
    Operation,
    Plan,
    Reach,
    Statement,
    Traits,
)
from xprunbook.run.session import By
from xprunbook.run.sessions import Beginning, Sitting, start_run
from xprunbook.runbook.library import Library
from xprunbook.tui.app import RunbookApp, make_look
from xprunbook.tui.screens.plan import PlanScreen

DATA = Path(__file__).parents[1] / "data"
BY = By("Ada Lovelace", "Engines", "corp\\ada", "XPH-NEW")

DIFF = """--- D:\\XPhone\\atlas.xml
+++ D:\\XPhone\\atlas.xml
@@ -41,7 +41,7 @@
   <Databases>
-    <Connect>Data Source=.\\XPHONE;Initial Catalog=XPData</Connect>
+    <Connect>Data Source=SQL01\\XPHONE;Initial Catalog=XPData</Connect>
   </Databases>"""


class Edit(Put):
    """Takes its time, tells what it does, can be cancelled; its plan is a diff and a statement."""

    texts: ClassVar[Texts] = Texts(
        {
            "there": ("{thing} ist auf dem neuen Stand", "{thing} is up to date"),
            "missing": ("{thing} hat noch den alten Stand", "{thing} is not up to date"),
            "restart": ("Der Dienst startet dabei neu.", "The service restarts."),
        }
    )
    seconds: ClassVar[float] = 0.0

    def plan(self, job: Job, found: Inspection) -> Plan:
        """A diff and a statement."""
        if found.finding is Finding.SATISFIED:
            return Plan("demo.install", ())
        thing = str(job.parameters["host"])
        edit = Operation("edit", "D:\\XPhone\\atlas.xml", DIFF, {"thing": thing})
        login = Operation(
            "t-sql", "SQL01\\XPHONE", "CREATE LOGIN [CORP\\svc-xphone] FROM WINDOWS;", {"thing": thing}
        )
        return Plan("demo.install", (edit, login), (Statement("restart"),))

    def apply(self, plan: Plan, job: Job) -> None:
        """A line and a bit of progress every now and then."""
        lines = [
            "Konto CORP\\svc-xphone geprüft",
            'Recht "Anmelden als Dienst" vorhanden',
            "AtlasServer angehalten",
        ]
        for at in range(30):
            if job.cancelled():
                raise Cancelled("stopped", known=True)
            job.tell(lines[at] if at < len(lines) else f"AtlasServer startet ... {at}")
            job.progress((at + 1) / 30, "AtlasServer startet")
            time.sleep(self.seconds / 30)
        super().apply(plan, job)


class Rightful(Edit):
    """The same, on this machine and with an administrator's rights."""

    traits: ClassVar[Traits] = Traits(Reach.LOCAL, Effect.CHANGING, idempotent=False, elevation=True)


class Slow(Edit):
    """The same, long enough to look at."""

    seconds: ClassVar[float] = 25.0


class HelpedReachable(Reachable):
    """Blocked when the shelf is full, and then a step or another runbook helps."""

    texts: ClassVar[Texts] = Texts(
        {
            "there": ("{thing} antwortet in 2 ms", "{thing} answers within 2 ms"),
            "full": ("Die Freigabe lehnt das Konto ab", "The share refuses the account"),
            "helps": ("Die Rechte der Freigabe ergänzen", "Give the account rights on the share"),
        }
    )
    jump: ClassVar[str] = "drain"

    def inspect(self, job: Job) -> Inspection:
        """As the other one, with help."""
        found = super().inspect(job)
        if found.finding is Finding.BLOCKED:
            return Inspection(
                found.finding, found.says, Statement("helps"), jump=self.jump, identity="corp\\ada"
            )
        return found


class Probing(Reachable):
    """A check that writes."""

    traits: ClassVar[Traits] = Traits(Reach.REMOTE, Effect.PROBE)


@dataclass
class World:
    """The session, and what stands around it."""

    session: ActingEngine
    shelf: Shelf
    kinds: TestKinds
    trust: list[str]
    trusted: list[bool]


def world(
    runs: Path,
    *,
    trusted: bool = True,
    host: str = "web01",
    plan: str = "A",
    language: Language = "en",
    clock: Clock | None = None,
    elevated: bool | None = None,
) -> World:
    """Begin a run with a shelf in the world; its machine is the web server."""
    shelf, kinds, given, pins = Shelf(), TestKinds(), [trusted], list[str]()
    kinds.replaced = {"demo.install": Edit(), "demo.reachable": HelpedReachable(), "demo.updated": Updated()}

    def trust(person: str, utc: float) -> None:
        pins.append(person)
        given[0] = True

    automation = Automation(
        kinds, ShelfSite(shelf), lambda: given[0], trust=trust, elevated=lambda site: elevated
    )
    if elevated is False:
        kinds.replaced["demo.install"] = Rightful()
    book = Library(DATA, language=language).load("patch-day")[0]
    inputs = {"database": "yes", "db_server": "DB01", **({"web_server": host} if host else {})}
    session = start_run(
        runs, book, Beginning(plan, inputs), Sitting(BY, clock or FakeClock(), language, automation)
    )
    assert isinstance(session, ActingEngine)
    return World(session, shelf, kinds, pins, given)


async def until(player: Player, holds: Callable[[], bool], seconds: float = 10.0) -> None:
    """Let the app go on until something holds."""
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends, player.text
        await asyncio.sleep(0.02)
        await player.settle()


def play_acting(
    of: World,
    script: Callable[[Player], Awaitable[None]],
    size: tuple[int, int] = (80, 24),
    language: Language = "en",
) -> RunbookApp:
    """Open the session in the real app with the cursor on the step that has an action, and run the script."""
    policy = policy_for()
    app = RunbookApp(lambda: PlanScreen(of.session), language, policy, make_look(policy, language))
    app.sessions.append(of.session)

    async def act() -> None:
        async with app.run_test(size=size) as pilot:
            player = Player(app, pilot, of.session)  # type: ignore[arg-type]  # a session like any other
            await player.settle()
            player.plan.matrix.select("install")
            await player.settle()
            await script(player)

    asyncio.run(act())
    of.session.leave()
    return app
