"""Hostile values reach a driver as exactly the pairs that were meant, through the real driver manager; and a
password is in nothing that is said, whatever a driver prints."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import pytest

from tests.odbc.play import Missing, connect, library, played
from tests.proof.hostile_sql import hostile, pairs
from tests.proof.summary import Summary, check, random_for, scale_from, seed_from, times
from xprunbook.actions.sql.common import sentence
from xprunbook.actions.sql.texts import TEXTS
from xprunbook.base.language import LANGUAGES
from xprunbook.run.contract import Credential
from xprunbook.systems.sql_connection import read_instance
from xprunbook.systems.sql_trouble import SqlRefused

SABOTAGES = ("no-braces", "raw-errors")


@contextmanager
def sabotaged(name: str) -> Iterator[None]:
    """Paste values as they are, or quote drivers as they speak."""
    targets = {
        "no-braces": ("xprunbook.systems.sql_connection.braced", lambda value: value),
        "raw-errors": ("xprunbook.systems.sql_trouble.without", lambda said, secret: said),
    }
    if name not in targets:
        yield
        return
    with patch(*targets[name]):
        yield


def ready(name: str) -> Summary | None:
    """None if the driver of the tests can be used; else a row that says why not."""
    try:
        library()
    except Missing as missing:
        return Summary(name, 0, 0, f"skipped: {missing}")
    return None


def prove_pairs(scale: float, seed: int, sabotage: str = "") -> Summary:
    """Server, user, password and database, four hostile values each time."""
    name = "SQL: hostile values, exactly the intended pairs"
    if skipped := ready(name):
        return skipped
    failed, worst, count = 0, "", times(scale, 5_000, 40)
    with sabotaged(sabotage), played() as driver:
        for number in range(count):
            random = random_for(seed, "pairs", number)
            user, password, database = (hostile(random, 100) for _ in range(3))
            host = (
                "".join(random.choice("abXYZ019-.äß€日 ") for _ in range(random.randrange(1, 40))).strip()
                or "h"
            )
            port = random.randrange(1, 65536)
            driver.play("")
            try:
                connect(f"{host},{port}", database, Credential(user, password)).close()
            except SqlRefused as refused:
                wrong = str(refused)
            else:
                wrong = ""
            wanted = [
                ("DRIVER", library()),
                ("SERVER", read_instance(f"{host},{port}").text.replace("(local)", "localhost")),
                ("DATABASE", database),
                ("UID", user),
                ("PWD", password),
                ("APP", "xprunbook"),
                ("Encrypt", "yes"),
                ("TrustServerCertificate", "no"),
            ]
            if wrong or _pairs(driver.told("connect")) != wanted:
                failed += 1
                worst = worst or f"case {number}: {wrong or 'other pairs'}"
    return Summary(name, count * 4, failed, worst)


def _pairs(told: list[str]) -> list[tuple[str, str]]:
    try:
        return pairs(told[0])
    except (ValueError, IndexError):
        return []


def prove_password(scale: float, seed: int, sabotage: str = "") -> Summary:
    """A driver that repeats the whole connection string in its error: nothing of it is said or kept."""
    name = "SQL: the password is in no error"
    if skipped := ready(name):
        return skipped
    failed, worst, count = 0, "", times(scale, 500, 20)
    with sabotaged(sabotage), played() as driver:
        for number in range(count):
            random = random_for(seed, "password", number)
            # ASCII: the driver of the tests repeats nothing else.
            password = "Kanarienvogel" + "".join(random.choice("{}[];='x9") for _ in range(12))
            driver.play("echo\n")
            seen = _said(password)
            if any(form in seen for form in (password, password.replace("}", "}}"), "Kanarienvogel")):
                failed += 1
                worst = worst or f"case {number}"
    return Summary(name, count, failed, worst)


def _said(password: str) -> str:
    """Everything that a refused logon leaves: message, attributes, sentences, traceback with its whole chain."""
    try:
        connect(credential=Credential("sa", password))
    except SqlRefused as refused:
        statements = sentence(refused)
        sentences = [
            TEXTS.say(item.code, language, **item.values) for item in statements for language in LANGUAGES
        ]
        return "\n".join([*sentences, *traceback.format_exception(refused), repr(refused.__dict__)])
    return "Kanarienvogel: nobody refused"


@pytest.mark.parametrize("prove", [prove_pairs, prove_password])
def test_proof(prove: object) -> None:
    assert callable(prove)
    summary = prove(scale_from(), seed_from())
    if not summary.tried:
        pytest.skip(summary.worst)
    check(summary, seed_from())


@pytest.mark.parametrize(
    ("prove", "sabotage"), [(prove_pairs, "no-braces"), (prove_password, "raw-errors")], ids=SABOTAGES
)
def test_sabotage_turns_it_red(prove: object, sabotage: str) -> None:
    assert callable(prove)
    summary = prove(0.01, seed_from(), sabotage)
    if not summary.tried:
        pytest.skip(summary.worst)
    assert summary.failed
