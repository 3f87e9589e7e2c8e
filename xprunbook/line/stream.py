"""Events as JSON Lines for other programs: what the journal got, in its own codes, and a few lines beside it.

Every line is an object with ``format`` (1; fields are only added) and ``event``. A line of the journal has its
``seq``, ``utc``, ``person``, ``account``, ``host``, ``data``, ``said``, ``language`` and ``hash``. Lines without
``seq`` are told only here: ``problem`` (a line of an answer file: ``line``, ``why``), ``refused``
(``line``, ``why``) and ``waiting`` (``for``, ``step`` or ``phase``, ``says``).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final, TextIO

from xprunbook.run.journal import Follower
from xprunbook.run.record import Record

FORMAT: Final = 1


class Stream:
    """Follows a run's journal and writes what is new; made before the run is taken up."""

    def __init__(self, folder: Path, out: TextIO, *, whole: bool = False) -> None:
        self._follower = Follower(folder)
        self._out = out
        if whole:
            self._write(self._follower.reading.records)

    def more(self) -> None:
        """Write the records that came since."""
        self._write(self._follower.poll() or ())

    def tell(self, event: str, **values: object) -> None:
        """Write a line that no record has."""
        self._line({"event": event, **values})

    def _write(self, records: tuple[Record, ...]) -> None:
        for record in records:
            stamp = record.stamp
            self._line(
                {
                    "event": record.type,
                    "seq": record.seq,
                    "utc": stamp.utc,
                    "person": stamp.person,
                    "account": stamp.account,
                    "host": stamp.host,
                    "data": dict(record.data),
                    "said": record.said,
                    "language": record.language,
                    "hash": record.hash,
                }
            )

    def _line(self, data: dict[str, Any]) -> None:
        self._out.write(json.dumps({"format": FORMAT, **data}, separators=(",", ":")) + "\n")
        self._out.flush()


class Silent:
    """Nobody asked for JSON."""

    def more(self) -> None:
        """Nothing."""

    def tell(self, event: str, **values: object) -> None:
        """Nothing."""
