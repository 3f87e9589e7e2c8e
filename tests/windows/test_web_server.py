"""IIS and the event log where a Windows has them or not: a sentence, or what is really there; never a traceback."""

from __future__ import annotations

import sys
import time
from typing import Final

import pytest

from tests.actions.jobs import TestJob, real_site
from xprunbook.base.errors import XprunbookError
from xprunbook.run.contract import NotHere
from xprunbook.systems.ports_windows import EVENT_LOG, WEB_SERVER, EventFacts
from xprunbook.systems.trouble import Refused

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="there is none elsewhere")

JOB: Final = TestJob({}, seconds=30)


def test_the_web_server_answers_or_is_not_here() -> None:
    """Through COM for real: the objects are asked for by name on this thread. 5: an IIS, and no administrator."""
    server = real_site().system(WEB_SERVER)
    try:
        pools = server.pools()
    except XprunbookError as error:
        said: XprunbookError = error
    else:
        assert len({pool.name for pool in pools}) == len(pools)
        with pytest.raises(Refused):
            server.start_pool("no pool of this name")
        return
    assert isinstance(said, NotHere) or getattr(said, "number", 0) == 5
    with pytest.raises(type(said)):
        server.start_pool("no pool of this name")


def test_the_event_log_answers_or_says_why_not() -> None:
    """With the real functions of pywin32: names, order of arguments and flags are right."""
    log = real_site().system(EVENT_LOG)
    found: tuple[EventFacts, ...] = ()
    said = ""
    try:
        found = log.recent(time.time() - 86_400, ["*"], 5, JOB)
    except XprunbookError as error:
        said = error.message
    assert [event.utc for event in found] == sorted((event.utc for event in found), reverse=True)
    assert said or len(found) <= 5
