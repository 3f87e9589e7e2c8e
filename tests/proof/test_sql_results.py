"""An error in any of a batch's result sets is reported, with its number, and so is everything said before it."""

from __future__ import annotations

import pytest

from tests.odbc.play import Missing, Watching, connect, library, played
from tests.proof.summary import Summary, check, random_for, scale_from, seed_from, times
from xprunbook.systems import sql_odbc
from xprunbook.systems.sql import Request, Said, Table
from xprunbook.systems.sql_trouble import SqlRefused

SABOTAGES = ("first-set-only",)

NUMBERS = (8134, 547, 2627, 208, 1105, 3201, 50000, 9002)


class FirstSetOnly:
    """A cursor that forgets to ask for more."""

    def __init__(self, cursor: object) -> None:
        self.__dict__["_cursor"] = cursor

    def __getattr__(self, name: str) -> object:
        return (lambda: False) if name == "nextset" else getattr(self._cursor, name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self._cursor, name, value)


def prove(scale: float, seed: int, sabotage: str = "") -> Summary:
    """The error stands in result set 1 to 5, among messages, rows and empty sets."""
    name = "SQL: errors in result sets 1 to 5"
    try:
        library()
    except Missing as missing:
        return Summary(name, 0, 0, f"skipped: {missing}")
    count, failed, worst = times(scale, 1_000, 25), 0, ""
    with played() as driver:
        driver.play("")
        session = connect()
        assert isinstance(session, sql_odbc.OdbcSession)
        if sabotage:
            cursor = session._connection.cursor
            session._connection = _Sabotaged(session._connection, lambda: FirstSetOnly(cursor()))
        for number in range(count):
            random = random_for(seed, "results", number)
            play, wanted, code = _steps(random.random, random.choice, number % 5)
            driver.play(play)
            heard: list[Said | Table] = []
            try:
                session.do(Request("x", ("x",)), Watching(), heard.append)
                found = 0
            except SqlRefused as refused:
                found = refused.number
            said = [item.text for item in heard if isinstance(item, Said)]
            if found != code or said != wanted:
                failed += 1
                worst = worst or f"case {number}: {found} instead of {code}, {said}"
        session.close()
    return Summary(name, count, failed, worst)


class _Sabotaged:
    def __init__(self, connection: object, cursor: object) -> None:
        self._connection = connection
        self.cursor = cursor

    def __getattr__(self, name: str) -> object:
        return getattr(self._connection, name)


def _steps(chance: object, choose: object, before: int) -> tuple[str, list[str], int]:
    assert callable(chance)
    assert callable(choose)
    lines, said = ["on x"], []
    for at in range(before):
        if chance() < 0.5:
            said.append(f"message {at}")
            lines.append(f"say 01000 0 message {at}")
        lines += ["columns a:int", *["row 1"] * int(chance() * 4)] if chance() < 0.5 else ["set"]
    code = choose(NUMBERS)
    return "\n".join([*lines, f"fail 42000 {code} it failed"]) + "\n", said, code


def test_proof() -> None:
    summary = prove(scale_from(), seed_from())
    if not summary.tried:
        pytest.skip(summary.worst)
    check(summary, seed_from())


def test_sabotage_turns_it_red() -> None:
    summary = prove(0.02, seed_from(), "first-set-only")
    if not summary.tried:
        pytest.skip(summary.worst)
    assert summary.failed
