"""The SQL Servers of a practice site with a memory: what an order changed is kept in the run's folder."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from xprunbook.practice.hands import lend_a_hand
from xprunbook.practice.sql import PracticeSql
from xprunbook.practice.world import World
from xprunbook.systems.ports import Watch
from xprunbook.systems.sql import Request, Row, Session, Told, Where


class KeptSql:
    """The servers of the world, seen from one machine: ``(local)`` is its own."""

    def __init__(self, world: World, here: str, now: Callable[[], float]) -> None:
        self._world: Final = world
        self._now: Final = now
        self._model: Final = PracticeSql(world.sql, lambda: datetime.fromtimestamp(now()), here)

    def connect(self, where: Where, watch: Watch) -> Session:
        """Log on; what people do by hand meanwhile is done."""
        lend_a_hand(self._world, self._now())
        return _Kept(self._model.connect(where, watch), self._world)


class _Kept:
    """A session whose changes are kept."""

    def __init__(self, session: Session, world: World) -> None:
        self._session: Final = session
        self._world: Final = world

    @property
    def driver(self) -> str:
        return self._session.driver

    def ask(self, request: Request, watch: Watch) -> tuple[Row, ...]:
        return self._session.ask(request, watch)

    def do(self, request: Request, watch: Watch, told: Told) -> None:
        self._world.change(lambda: self._session.do(request, watch, told))

    def rollback(self, watch: Watch) -> bool:
        return self._session.rollback(watch)

    def close(self) -> None:
        self._session.close()
