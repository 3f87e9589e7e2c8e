"""The journal: what a saved record costs against a bare write and flush, and opening against parsing."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.rows import Row, ratio
from tests.run.faults import AlwaysHeld, FaultyFiles, stamp
from xprunbook.run.chain import encode_record, read_lines
from xprunbook.run.files import REAL_FILES
from xprunbook.run.journal import JOURNAL_NAME, Journal
from xprunbook.run.record import FIRST_PREV

_APPENDS = 300
_RECORDS = 10_000
_DATA = {"step": "databases", "note": "Prüfung ok – läuft auf SQL01\\INST", "values": {"server": "SQL01"}}


def _append(folder: Path) -> Row:
    """Both files lie side by side on one file system, and their turns alternate."""
    journal = Journal.create(folder, AlwaysHeld())
    journal.append("opened", {}, stamp())
    bare = REAL_FILES.create(folder / "bare")
    line = encode_record(1, FIRST_PREV, "ticked", _DATA, stamp(1), "Schritt 2 erledigt", "de")

    def write() -> None:
        REAL_FILES.write(bare, line)
        REAL_FILES.sync(bare)

    write()
    found, ours, theirs = ratio(
        lambda: journal.append("ticked", _DATA, stamp(1), "Schritt 2 erledigt", "de"), write, _APPENDS
    )
    journal.close()
    REAL_FILES.close(bare)
    reason = f"medians of {_APPENDS}: {ours * 1e3:.2f} ms, {theirs * 1e3:.2f} ms"
    return Row("append a record / bare write + flush", found, 1.5, reason)


def _calls(folder: Path) -> Iterator[Row]:
    """The operations of one append, as the seam sees them."""
    files = FaultyFiles(REAL_FILES)
    journal = Journal.create(folder, AlwaysHeld(), files)
    journal.append("opened", {}, stamp())
    files.calls.clear()
    journal.append("ticked", _DATA, stamp())
    journal.close()
    yield Row("writes of one append", files.calls.count("write"), 1, unit="")
    yield Row(
        "flushes of one append", files.calls.count("sync") + files.calls.count("sync_folder"), 1, unit=""
    )


def _open(folder: Path) -> Row:
    """Reading, checking every hash and making records, against reading and parsing the same lines."""
    path = folder / JOURNAL_NAME
    lines, prev = [], FIRST_PREV
    for seq in range(_RECORDS):
        lines.append(encode_record(seq, prev, "ticked", _DATA, stamp(seq), "Schritt 2 erledigt", "de"))
        prev = lines[-1][-67:-3].decode("ascii")
    path.write_bytes(b"".join(lines))

    def parse() -> list[object]:
        with open(path, "rb") as stream:
            return [json.loads(line) for line in stream]

    found, ours, theirs = ratio(lambda: read_lines(REAL_FILES.read(path)), parse, 7)
    reason = f"{ours * 1e3:.0f} ms, {theirs * 1e3:.0f} ms"
    return Row(f"open {_RECORDS:,} records / read and parse the lines", found, 10, reason)


def rows() -> Iterator[Row]:
    """The journal's figures."""
    with tempfile.TemporaryDirectory(prefix="xprunbook-bench-") as name:
        for part in ("append", "calls", "open"):
            (Path(name) / part).mkdir()
        yield _append(Path(name) / "append")
        yield from _calls(Path(name) / "calls")
        yield _open(Path(name) / "open")
