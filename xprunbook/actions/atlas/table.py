"""What was understood of a file, as rows and as JSON values. No password is in them."""

from __future__ import annotations

from typing import TypedDict

from xprunbook.actions.atlas.document import Document, LeftAlone
from xprunbook.base.text import one_line
from xprunbook.run.contract import Json, Statement


class Row(TypedDict):
    """One database of the file."""

    line: int
    database: str
    server: str
    instance: str
    port: int
    source: str
    login: str
    use_login: str
    element: str
    connection: str
    partner: str
    repeated_keys: bool
    stray_blanks: bool


def rows(document: Document) -> list[Row]:
    """The databases, in the file's order."""
    return [
        Row(
            line=entry.line,
            database=one_line(entry.database),
            server=entry.source.server,
            instance=entry.source.instance,
            port=entry.source.port,
            source=entry.source.text,
            login=entry.login.value,
            use_login=one_line(entry.use_login.value) if entry.use_login else "",
            element=one_line(entry.path, 200),
            connection=one_line(entry.string.shown),
            partner=one_line(entry.partner),
            repeated_keys=entry.repeated,
            stray_blanks=not entry.source.tidy,
        )
        for entry in document.entries
    ]


def left_statement(item: LeftAlone) -> Statement:
    """Why something is left alone, as data."""
    return Statement(
        item.code, {"line": item.line, "path": one_line(item.path, 200), "detail": one_line(item.detail, 200)}
    )


def as_data(path: str, document: Document) -> dict[str, Json]:
    """Everything about a file, for the record and for scripts."""
    entries: list[Json] = [dict(row) for row in rows(document)]  # type: ignore[arg-type]
    return {
        "path": path,
        "sha256": document.sha256,
        "bytes": len(document.data),
        "encoding": document.encoded.name,
        "sections": list(document.sections),
        "sealed": document.sealed[0] if document.sealed else None,
        "databases": list(document.databases),
        "entries": entries,
        "left_alone": [
            {
                "code": item.code,
                "line": item.line,
                "element": one_line(item.path, 200),
                "detail": one_line(item.detail, 200),
            }
            for item in document.left_alone
        ],
    }


def notes(document: Document) -> list[Statement]:
    """What is understood and yet odd: stray blanks, repeated keys, a second server, a password."""
    said = []
    for entry in document.entries:
        values: dict[str, str | int] = {"line": entry.line, "database": one_line(entry.database, 128)}
        if not entry.source.tidy:
            said.append(Statement("note-blank", {**values, "source": one_line(entry.written_source, 200)}))
        if entry.repeated:
            said.append(Statement("note-repeated", values))
        if entry.partner:
            said.append(Statement("note-partner", {**values, "partner": one_line(entry.partner, 128)}))
        if entry.string.has_password:
            said.append(Statement("note-password", values))
    return said
