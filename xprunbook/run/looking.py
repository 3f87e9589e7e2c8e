"""Looks on threads of their own, side by side, and what is recorded of them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from functools import partial

from xprunbook.run.automation import Bench, Result
from xprunbook.run.events import Checked
from xprunbook.run.session import Promise
from xprunbook.run.view import StepView
from xprunbook.runbook.model import Use

GRACE_SECONDS = 5
"""What a look gets beyond its own limit before it is given up."""


def in_thread(work: Callable[[], None], name: str) -> None:
    """Workers are daemons of our own: a driver or a keyring that never answers must not hold the exit."""
    threading.Thread(target=work, name=f"xprunbook-{name}", daemon=True).start()


def look_at_once(
    bench: Bench, uses: Sequence[tuple[StepView, str, Use]], probes: bool = False, seconds: float = 0.0
) -> tuple[Result, ...]:
    """Carry out looks side by side, in their order; one that does not end in time is unknown. ``seconds``: for all of
    them together, otherwise each has what its kind declares."""
    ends = time.monotonic() + seconds
    promises: list[Promise[Result]] = []
    for row, place, use in uses:
        promise: Promise[Result] = Promise()
        promises.append(promise)
        in_thread(partial(_look_one, bench, row, place, use, probes, promise), "check")
    results = []
    for promise, (_, place, use) in zip(promises, uses, strict=True):
        try:
            own = bench.seconds(use) + GRACE_SECONDS
            results.append(promise.result(max(0.0, ends - time.monotonic()) if seconds else own))
        except TimeoutError:
            results.append(bench.too_late(place, use))
    return tuple(results)


def _look_one(
    bench: Bench, row: StepView, place: str, use: Use, probes: bool, promise: Promise[Result]
) -> None:
    promise.answer(bench.look(row, place, use, probes))


def checked(step: str, result: Result, details: tuple[str, ...] = ()) -> Checked:
    """The event of a result: codes and values for any language, and the sentence that was shown. ``details``: those
    that are to be kept in words too."""
    found = result.inspection
    evidence = {**found.evidence, "statement": found.says.code, "values": dict(found.says.values)}
    return Checked(
        step, result.place, result.kind, found.finding, result.sentence, found.identity, evidence, details
    )
