"""What a script holds: batches, tables, rows, and what another version or another machine will not take.

The wizard of SSMS writes what its source knows. ``FEATURES`` names what older versions do not have (Microsoft's
"What's new" pages of SQL Server 2016 to 2022); strings and comments are masked first, so data sets off no alarm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from xprunbook.actions.sql.script.problem import Place
from xprunbook.actions.sql.script.split import Batch, close_comment, lines_in, running

MOST: Final = 200
"""Finds of one sort that are kept; the rest is counted."""

_NAME: Final = r"(?:\[(?:[^\]]|\]\])++\]|\"(?:[^\"]|\"\")++\"|[\w@#$]++)"
_QUALIFIED: Final = rf"{_NAME}(?:\s*+\.\s*+{_NAME}){{0,3}}+"
_TABLE: Final = re.compile(rf"\bCREATE\s++TABLE\s++({_QUALIFIED})", re.IGNORECASE)
_INSERT: Final = re.compile(rf"\bINSERT\s++(?:INTO\s++)?+({_QUALIFIED})", re.IGNORECASE)
_INSERT_LINE: Final = re.compile(rf"\s*+INSERT\s++(?:INTO\s++)?+({_QUALIFIED})", re.IGNORECASE)
_RUN: Final = running(r"[ \t]*+[iI][nN][sS]")
_USE: Final = re.compile(rf"(?:\A|;|\n)\s*+USE\s++({_NAME})", re.IGNORECASE)
_CREATE_DATABASE: Final = re.compile(rf"\bCREATE\s++DATABASE\s++({_NAME})", re.IGNORECASE)
_FILE_NAME: Final = re.compile(r"\bFILENAME\s*+=\s*+(N?'(?:[^']|'')*+')", re.IGNORECASE)
_LEVEL: Final = re.compile(r"\bCOMPATIBILITY_LEVEL\s*+=\s*+([0-9]{2,3})", re.IGNORECASE)
_FLAGS: Final = re.compile(
    r"\b(FILESTREAM|FILETABLE|MEMORY_OPTIMIZED|CREATE\s++LOGIN|CREATE\s++USER|ENCRYPTION\s++KEY)\b",
    re.IGNORECASE,
)
_LASTING: Final = re.compile(
    r"\bCREATE\s++TABLE\s++\[?#|\bINTO\s++\[?#|\bBEGIN\s++TRAN|\bIMPLICIT_TRANSACTIONS\s++ON\b", re.IGNORECASE
)
_COMMAND: Final = re.compile(
    r"^[ \t]*+:(?:r|setvar|connect|on|out|error|list|exit|quit)\b[^\r\n]*+", re.MULTILINE | re.IGNORECASE
)
_TRANSACTION: Final = re.compile(r"\bBEGIN\s++TRAN", re.IGNORECASE)
_MODULE: Final = re.compile(
    r"\s*+(?:CREATE|ALTER)\s++(?:OR\s++ALTER\s++)?+(?:PROC|FUNCTION|TRIGGER|VIEW)", re.IGNORECASE
)
"""The body of a procedure runs later; what it begins is no concern of the script's session."""

_VARIABLE: Final = re.compile(r"\$\([A-Za-z_]")

FEATURES: Final = tuple(
    (major, name, re.compile(pattern, re.IGNORECASE))
    for major, name, pattern in (
        (13, "DROP ... IF EXISTS", r"\bDROP\s++\w++\s++IF\s++EXISTS\b"),
        (13, "CREATE OR ALTER", r"\bCREATE\s++OR\s++ALTER\b"),
        (13, "QUERY_STORE", r"\bQUERY_STORE\b"),
        (13, "DATABASE SCOPED CONFIGURATION", r"\bDATABASE\s++SCOPED\s++CONFIGURATION\b"),
        (13, "SYSTEM_VERSIONING", r"\bSYSTEM_VERSIONING\b|\bGENERATED\s++ALWAYS\b"),
        (13, "MASKED WITH", r"\bMASKED\s++WITH\b"),
        (13, "ALWAYS ENCRYPTED", r"\bCOLUMN\s++(?:MASTER|ENCRYPTION)\s++KEY\b|\bENCRYPTED\s++WITH\b"),
        (13, "SECURITY POLICY", r"\bCREATE\s++SECURITY\s++POLICY\b"),
        (13, "OPENJSON, JSON_VALUE", r"\bOPENJSON\b|\bJSON_(?:VALUE|QUERY|MODIFY)\b|\bFOR\s++JSON\b"),
        (13, "STRING_SPLIT", r"\bSTRING_SPLIT\b"),
        (13, "AUTOGROW_ALL_FILES", r"\bAUTOGROW_(?:ALL_FILES|SINGLE_FILE)\b"),
        (14, "STRING_AGG, TRIM, CONCAT_WS", r"\bSTRING_AGG\s*+\(|\bTRIM\s*+\(|\bCONCAT_WS\s*+\("),
        (14, "AS NODE, AS EDGE", r"\)\s*+AS\s++(?:NODE|EDGE)\b"),
        (15, "OPTIMIZE_FOR_SEQUENTIAL_KEY", r"\bOPTIMIZE_FOR_SEQUENTIAL_KEY\b"),
        (15, "ACCELERATED_DATABASE_RECOVERY", r"\bACCELERATED_DATABASE_RECOVERY\b"),
        (15, "UTF-8 collation", r"\bCOLLATE\s++\w++_UTF8\b"),
        (15, "CATALOG_COLLATION", r"\bCATALOG_COLLATION\b"),
        (16, "LEDGER", r"\bLEDGER\s*+=|\bLEDGER_VIEW\b"),
        (16, "XML_COMPRESSION", r"\bXML_COMPRESSION\b"),
        (16, "IS DISTINCT FROM", r"\bIS\s++(?:NOT\s++)?DISTINCT\s++FROM\b"),
        (16, "GENERATE_SERIES, GREATEST, LEAST", r"\bGENERATE_SERIES\s*+\(|\b(?:GREATEST|LEAST)\s*+\("),
    )
)
"""First major version, what people call it, how it looks. 13 is 2016, 14 2017, 15 2019, 16 2022."""

_CANDIDATE: Final = re.compile(
    r"IF\s++EXISTS|OR\s++ALTER|QUERY_STORE|SCOPED|SYSTEM_VERSIONING|GENERATED|MASKED|ENCRYPT|COLUMN\s++MASTER"
    r"|SECURITY\s++POLICY|JSON|STRING_|AUTOGROW_|TRIM|CONCAT_WS|AS\s++NODE|AS\s++EDGE|OPTIMIZE_FOR|ACCELERATED"
    r"|_UTF8|CATALOG_COLLATION|LEDGER|XML_COMPRESSION|DISTINCT\s++FROM|GENERATE_SERIES|GREATEST|LEAST",
    re.IGNORECASE,
)
_MASKED: Final = re.compile(
    r"'[^']*+(?:''[^']*+)*+'|--[^\r\n]*+|/\*|\[[^\]]*+(?:\]\][^\]]*+)*+\]|\"[^\"]*+\""
)


@dataclass(frozen=True, slots=True)
class Trap:
    """Something the target does not know: from which major version on it exists."""

    place: Place
    feature: str
    major: int


@dataclass(slots=True)
class Facts:
    """What was found so far. ``rows``: INSERT statements by table (SSMS writes one a row); ``created``: tables;
    ``command``: the first line that only SQLCMD understands; ``lasting``: the first batch that may leave behind what
    a new connection has not, 0 if there is none; ``made_in``:
    the batch that creates a database, by its name in small letters."""

    batches: int = 0
    largest: int = 0
    characters: int = 0
    inserts: int = 0
    created: list[str] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    databases: list[str] = field(default_factory=list)
    creates: list[str] = field(default_factory=list)
    files: list[tuple[Place, str]] = field(default_factory=list)
    traps: list[Trap] = field(default_factory=list)
    levels: list[tuple[Place, int]] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    variables: bool = False
    lasting: int = 0
    command: tuple[Place, str] | None = None
    made_in: dict[str, int] = field(default_factory=dict)
    _known: dict[str, str] = field(default_factory=dict)

    def add(self, batch: Batch, major: int = 0) -> None:
        """Look at a batch; ``major``: the version it is for, 0 if nobody said."""
        text = batch.text
        self.batches += 1
        self.largest = max(self.largest, len(text))
        self.characters += len(text)
        self.variables = self.variables or _VARIABLE.search(text) is not None
        data = text.lstrip()[:6].upper() == "INSERT" and "CREATE" not in text and "ALTER" not in text
        if data and not _begins(text):
            self._data(text)
            return
        masked = mask(text)
        for found in _INSERT.finditer(masked):
            self._insert(found[1])
        self._tables(masked, batch.number)
        if self.command is None and (command := _COMMAND.search(masked)):
            self.command = (_at(batch, command), command[0].strip()[:40])
        self._machine(batch, masked)
        self.lasting = self.lasting or (batch.number if leaves_more(masked) else 0)
        if major and _CANDIDATE.search(masked):
            for first, name, pattern in FEATURES:
                seen = pattern.search(masked) if first > major else None
                if seen and len(self.traps) < MOST:
                    self.traps.append(Trap(_at(batch, seen), name, first))

    def _data(self, text: str) -> None:
        """A batch of INSERTs, as the wizard writes them: each begins a line."""
        at, end = 0, len(text)
        while at < end:
            if insert := _INSERT_LINE.match(text, at):
                self._insert(insert[1])
                at = insert.end()
            run = _RUN.match(text, at)
            at = max(run.end() if run else at, at)
            if text.startswith("/*", at):
                at = close_comment(text, at, end)
            elif at < end:
                at += 2 if text.startswith("\r\n", at) else 1
            if at < 0:
                return

    def _insert(self, name: str) -> None:
        self.inserts += 1
        known = self._known.get(name)
        if known is None:
            known = plain_name(name)
            if len(self._known) < 10_000:
                self._known[name] = known
        if known in self.rows or len(self.rows) < 10_000:
            self.rows[known] = self.rows.get(known, 0) + 1

    def _tables(self, masked: str, number: int) -> None:
        self.created += [plain_name(found[1]) for found in _TABLE.finditer(masked)]
        for found in _USE.finditer(masked):
            _once(self.databases, plain_name(found[1]))
        for found in _CREATE_DATABASE.finditer(masked):
            _once(self.creates, plain_name(found[1]))
            self.made_in.setdefault(plain_name(found[1]).casefold(), number)
        for found in _FLAGS.finditer(masked):
            _once(self.flags, " ".join(found[1].upper().split()))

    def _machine(self, batch: Batch, masked: str) -> None:
        # Masked text has the same length: where FILENAME stands in it, the path stands in the text itself.
        for place in re.finditer(r"\bFILENAME\b", masked, re.IGNORECASE):
            found = _FILE_NAME.match(batch.text, place.start())
            if found and len(self.files) < MOST:
                path = found[1].lstrip("N")[1:-1].replace("''", "'")
                self.files.append((_at(batch, found), path))
        for level in _LEVEL.finditer(masked):
            self.levels.append((_at(batch, level), int(level[1])))


def _begins(text: str) -> bool:
    """Whether a transaction may begin in it. The plain look comes first: it is much the quicker."""
    likely = "TRAN" in text or "tran" in text or "Tran" in text
    return likely and _TRANSACTION.search(text) is not None


def leaves_more(masked: str) -> bool:
    """Whether a batch may leave behind what cannot be set again: a temporary table, an open transaction."""
    return _LASTING.search(masked) is not None and not _MODULE.match(masked)


def mask(text: str) -> str:
    """The text with strings and comments blanked, of the same length and with the same line ends. Names in
    brackets and double quotes stay."""
    made: list[str] = []
    at = 0
    while found := _MASKED.search(text, at):
        end = found.end()
        if found[0] == "/*":
            end = close_comment(text, found.start(), len(text))
            end = len(text) if end < 0 else end
        made.append(text[at : found.start()])
        inside = text[found.start() : end]
        made.append(inside if inside[0] in '["' else _blank(inside))
        at = end
    made.append(text[at:])
    return "".join(made)


def _blank(text: str) -> str:
    if "\n" not in text and "\r" not in text:
        return " " * len(text)
    return re.sub(r"[^\r\n]", " ", text)


def plain_name(name: str) -> str:
    """A qualified name without brackets where they are not needed: ``dbo.Journal``."""
    return ".".join(_plain_parts(name))


def _plain_parts(name: str) -> Iterator[str]:
    for found in re.finditer(_NAME, name):
        part = found[0]
        if part[0] == "[":
            part = part[1:-1].replace("]]", "]")
        elif part[0] == '"':
            part = part[1:-1].replace('""', '"')
        yield part


def _once(names: list[str], name: str) -> None:
    if name not in names and len(names) < MOST:
        names.append(name)


def _at(batch: Batch, found: re.Match[str]) -> Place:
    return batch.place(1 + lines_in(batch.text[: found.start()]))
