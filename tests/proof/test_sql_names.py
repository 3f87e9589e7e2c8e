"""An identifier stays one token, whatever it holds, in every statement it can stand in."""

from __future__ import annotations

from unittest.mock import patch

from tests.proof.hostile_sql import hostile, tokens
from tests.proof.summary import Summary, check, random_for, scale_from, seed_from, times
from xprunbook.actions.sql import asks, orders, quoting
from xprunbook.systems.sql import Request

SABOTAGES = ("no-doubling",)


def prove(scale: float, seed: int, sabotage: str = "") -> Summary:
    """Names of databases, users and tables; paths as literals beside them."""
    count, failed, worst = times(scale, 10_000, 100), 0, ""
    broken = patch.object(quoting, "name", lambda value: f"[{value}]")
    if sabotage:
        broken.start()
    try:
        for number in range(count):
            random = random_for(seed, "names", number)
            wrong = _wrong(hostile(random, 120), hostile(random, 120), number)
            failed += bool(wrong)
            worst = worst or wrong
    finally:
        if sabotage:
            broken.stop()
    return Summary("SQL: identifiers, one token each", count, failed, worst)


def _wrong(one: str, other: str, number: int) -> str:
    for request, wanted in _requests(one, other):
        try:
            found = [
                item for text in request.batches for item in tokens(text) if item[0] in ("name", "string")
            ]
            words = {word for text in request.batches for kind, word in tokens(text) if kind in ("comment",)}
        except ValueError:
            return f"case {number}: {request.name}: not closed"
        if found != wanted or words:
            return f"case {number}: {request.name}: {found!r}"[:200]
    return ""


def _requests(one: str, other: str) -> list[tuple[Request, list[tuple[str, str]]]]:
    def of(operation: object) -> Request:
        from xprunbook.run.contract import Operation

        assert isinstance(operation, Operation)
        return orders.request_of(operation)

    master = ("name", "master")
    return [
        (of(orders.create_database("s", one)), [master, ("name", one)]),
        (of(orders.drop_database("s", one)), [master, ("name", one)]),
        (of(orders.recovery_model("s", one, "simple")), [master, ("name", one)]),
        (
            of(orders.create_user("s", one, other)),
            [("name", one), ("name", other), ("name", other)],
        ),
        (of(orders.add_db_owner("s", one, other)), [("name", one), ("name", "db_owner"), ("name", other)]),
        (of(orders.add_sysadmin("s", one)), [master, ("name", "sysadmin"), ("name", one)]),
        (asks.checksum("d", one, other), [("name", "d"), ("name", one), ("name", other)]),
        (asks.backup_header(one), [("string", one)]),
    ]


def test_proof() -> None:
    check(prove(scale_from(), seed_from()), seed_from())


def test_sabotage_turns_it_red() -> None:
    assert prove(0.02, seed_from(), "no-doubling").failed
