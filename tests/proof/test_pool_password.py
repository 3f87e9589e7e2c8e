"""The password of an application pool, whatever IIS's objects say: in no error, output, record, report: 0 hits.

The redactor is switched off for this, so that the first line alone is counted: the password goes to one property of
one object, and what that object says in words is dropped.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import product
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import pytest

from tests.actions.iis.fakes import FakeAccounts
from tests.actions.jobs import ChosenSite
from tests.proof.canary import CANARY, Night, book_with, leaks
from tests.proof.summary import Summary, check, scale_from, seed_from
from tests.systems.com import DISP_E_EXCEPTION, Admin, ComError, Element, pool, win32
from xprunbook.actions.catalogue import ActionKinds
from xprunbook.actions.iis import changes
from xprunbook.base.redactor import KnownSecrets
from xprunbook.systems import web_server_windows
from xprunbook.systems.trouble import Refused, Trouble
from xprunbook.systems.web_server_windows import IisWebServer

SABOTAGES: Final = ("pass-words",)

MOMENTS: Final = ("nothing", "userName", "password", "commit", "begin", "read-back")
"""When the object says no."""

NUMBERS: Final = (1326, 5, 13, 87)
POOL: Final = "XPhoneConnectAnalytics"
ACCOUNT: Final = r"CORP\svc"


class _Iis(Admin):
    """An IIS that quotes the password wherever it can."""

    def __init__(self, moment: str, number: int, detailed: bool) -> None:
        self.moment, self.number, self.detailed = moment, number, detailed
        self.armed = False
        orders = dict.fromkeys(("Start", "Stop", "Recycle"), self._begin)
        self.element = pool(POOL, methods=orders, refuse=self._taken)
        model = self.element.ChildElements.Item("processModel")
        model.Properties.Item("userName")._refuse = self._named
        super().__init__([self.element])

    def GetAdminSection(self, name: str, path: str) -> Element:  # noqa: N802
        """The section; after the change reading it may fail as well."""
        if self.armed and self.moment == "read-back":
            raise self._error()
        return super().GetAdminSection(name, path)

    def CommitChanges(self) -> None:  # noqa: N802
        """Write what was changed."""
        if self.moment == "commit":
            raise self._error()
        super().CommitChanges()
        self.armed = True

    def _named(self, value: Any) -> None:
        if self.moment == "userName":
            raise self._error()

    def _taken(self, value: Any) -> None:
        assert value == CANARY
        if self.moment == "password":
            raise self._error()

    def _begin(self) -> None:
        if self.moment == "begin":
            raise self._error()

    def _error(self) -> ComError:
        words = f"processModel password='{CANARY}' is not valid"
        if self.detailed:
            return ComError(DISP_E_EXCEPTION, win32(self.number), words)
        return ComError(win32(self.number), None, words)


def _faults(moment: str, number: int, detailed: bool) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as name:
        folder, admin = Path(name), _Iis(moment, number, detailed)
        accounts = FakeAccounts({ACCOUNT.casefold(): "S-1-5-21-7"}, CANARY)
        site = ChosenSite(**{"web-server": IisWebServer("en", admin.manager), "accounts": accounts})
        parameters = f'pool: {POOL}, account: "{ACCOUNT}", password: "${{admin}}"'.replace("\\", "\\\\")
        book = book_with("iis.set-pool-account", parameters, "password")
        night = Night(folder, ActionKinds(("iis.set-pool-account",)), site, book)
        seen = night.play()
        if not accounts.tried:
            yield "the password was never used"
        yield from leaks(seen, folder)
        if any(CANARY in argument for argument in sys.orig_argv):
            yield "a command line"


def _telling(error: Any, target: str) -> Refused:
    """Sabotage: the words of the object are passed on."""
    return Refused(Trouble.OTHER, target, 13, str(error.args[-1]))


def prove(scale: float, seed: int, sabotage: str = "") -> Summary:
    """Every moment and form of error; with one number when the scale is small."""
    del seed
    numbers = NUMBERS if scale >= 1 else NUMBERS[:1]
    failed, worst, cases = 0, "", list(product(MOMENTS, numbers, (True, False)))
    with ExitStack() as stack:
        stack.enter_context(patch.object(KnownSecrets, "redact", lambda self, text: text))
        stack.enter_context(patch.object(changes, "STAYS", 0.0))
        if sabotage == "pass-words":
            stack.enter_context(patch.object(web_server_windows, "_refused", _telling))
        for moment, number, detailed in cases:
            for fault in _faults(moment, number, detailed):
                failed += 1
                worst = worst or f"{moment}, {number}: {fault}"[:140]
    return Summary("password of a pool: errors", len(cases), failed, worst)


def test_the_password_is_nowhere() -> None:
    """No hits."""
    seed = seed_from()
    check(prove(scale_from(), seed), seed)


@pytest.mark.parametrize("sabotage", SABOTAGES)
def test_sabotage_is_seen(sabotage: str) -> None:
    """With the object's words passed on the proof is red."""
    assert prove(scale_from(), seed_from(), sabotage).failed
