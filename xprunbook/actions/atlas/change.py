"""Edits of an ``atlas.xml`` as data, and what they make of its bytes.

Only the bytes of attribute values change; an attribute that is added or taken away takes exactly itself. The
result is read again and compared as a tree: exactly the intended attributes differ, or it is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from xprunbook.actions.atlas import connection as c
from xprunbook.actions.atlas import tree
from xprunbook.actions.atlas.document import Document, Entry, read
from xprunbook.actions.atlas.refused import Refused
from xprunbook.actions.atlas.source import Source, parse_source
from xprunbook.actions.atlas.stream import CONNECTION, USE_LOGIN
from xprunbook.actions.atlas.tags import Attribute, written

WINDOWS: Final = "Windows"
"""The value of ``useLogin`` for a logon by the service's Windows account (A3)."""

EXPRESS_2019: Final[Mapping[str, str]] = {"XPCONNECT": "XPCONNECT2019", "XPANALYTICS": "XPAnalytics2019"}
"""Names of the local instances before and after the update of SQL Server Express (A20, A25)."""


@dataclass(frozen=True, slots=True)
class PointAt:
    """Server and instance of the databases named; of every entry when none is named."""

    source: str
    databases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetUseLogin:
    """The attribute ``useLogin``; None takes it away."""

    value: str | None = WINDOWS
    databases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Integrate:
    """Let Windows log on: ``Integrated Security=SSPI``. A user and a password in the string stay."""

    databases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RenameInstances:
    """New names of instances by their old ones, in any case of letters; the server stays."""

    names: tuple[tuple[str, str], ...] = tuple(EXPRESS_2019.items())
    databases: tuple[str, ...] = ()


Edit: TypeAlias = PointAt | SetUseLogin | Integrate | RenameInstances

_KINDS: Final[Mapping[str, type[PointAt | SetUseLogin | Integrate | RenameInstances]]] = {
    "point-at": PointAt,
    "use-login": SetUseLogin,
    "integrate": Integrate,
    "rename-instances": RenameInstances,
}


def edit_data(edit: Edit) -> dict[str, object]:
    """An edit as JSON values."""
    name = next(name for name, kind in _KINDS.items() if isinstance(edit, kind))
    data: dict[str, object] = {"edit": name, "databases": list(edit.databases)}
    if isinstance(edit, PointAt):
        data["source"] = edit.source
    elif isinstance(edit, SetUseLogin):
        data["value"] = edit.value
    elif isinstance(edit, RenameInstances):
        data["names"] = [list(pair) for pair in edit.names]
    return data


def edit_from(data: Mapping[str, object]) -> Edit:
    """The edit that ``edit_data`` wrote; Refused for anything else."""
    named = data.get("databases", ())
    databases = tuple(str(name) for name in named) if isinstance(named, Sequence) else ()
    match data.get("edit"), data.get("source"), data.get("value"), data.get("names"):
        case "point-at", str(source), _, _:
            return PointAt(source, databases)
        case "use-login", _, (str() | None) as value, _:
            return SetUseLogin(value, databases)
        case "integrate", _, _, _:
            return Integrate(databases)
        case "rename-instances", _, _, (list() | tuple()) as pairs:
            names = [(str(old), str(new)) for old, new in pairs]
            return RenameInstances(tuple(names), databases)
    raise Refused("no-edit")


@dataclass(frozen=True, slots=True)
class Difference:
    """One attribute that changes, passwords hidden. None: there is no such attribute."""

    number: int
    line: int
    database: str
    attribute: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """What the edits make of a file. ``splices``: the characters that change, by offsets in the old text."""

    document: Document
    after: bytes
    splices: tuple[c.Splice, ...]
    differences: tuple[Difference, ...]

    @property
    def before(self) -> bytes:
        """The bytes as they are."""
        return self.document.data

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes as they would be."""
        return hashlib.sha256(self.after).hexdigest()

    def __bool__(self) -> bool:
        """Whether anything changes."""
        return bool(self.splices)


@dataclass(slots=True)
class _Wanted:
    source: Source | None = None
    login: tuple[str | None] | None = None
    integrated: bool = False


def change(document: Document, edits: Sequence[Edit]) -> Change:
    """Carry out the edits on the bytes and prove the result; Refused for a sealed file or a failed proof."""
    if document.sealed is not None:
        code, line = document.sealed
        raise Refused(code, line=line)
    splices: list[c.Splice] = []
    differences: list[Difference] = []
    expected: dict[tuple[int, str], tuple[str | None, str | None]] = {}
    for entry in document.entries:
        wanted = _wanted(entry, edits)
        for attribute, old, new, made in _made(document, entry, wanted):
            splices += made
            expected[entry.number, attribute] = (old, new)
            differences.append(
                Difference(entry.number, entry.line, entry.database, attribute, _shown(old), _shown(new))
            )
    after = _spliced(document, splices)
    result = Change(document, after, tuple(sorted(splices, key=lambda item: item.start)), tuple(differences))
    if splices:
        tree.compare(document.data, after, expected)
        _prove_values(document, read(after), edits)
    return result


def _wanted(entry: Entry, edits: Sequence[Edit]) -> _Wanted:
    """What all edits together want of an entry; a later edit builds upon an earlier one."""
    wanted = _Wanted()
    for edit in edits:
        if not entry.is_of(edit.databases):
            continue
        if isinstance(edit, PointAt):
            wanted.source = _source_of(edit.source)
        elif isinstance(edit, SetUseLogin):
            wanted.login = (edit.value,)
        elif isinstance(edit, Integrate):
            wanted.integrated = True
        else:
            wanted.source = _renamed(wanted.source or entry.source, edit) or wanted.source
    if wanted.source is not None and _stands(entry, wanted.source):
        wanted.source = None
    return wanted


def _source_of(text: str) -> Source:
    source = parse_source(text)
    if source is None:
        raise Refused("no-source", value=text)
    return source


def _renamed(source: Source, edit: RenameInstances) -> Source | None:
    """The source with its instance's new name; None when it keeps the one it has.

    With a port the client looks at the port alone: a new name would not lead to the new instance.
    """
    names = {old.casefold(): new for old, new in edit.names}
    new = names.get(source.instance.casefold())
    if new is None or source.port or new.casefold() == source.instance.casefold():
        return None
    return _source_of(source.renamed(new).text)


def _stands(entry: Entry, wanted: Source) -> bool:
    """Whether every data source of the entry already leads where it should, and is written without stray
    blanks."""
    found = [parse_source(item.value) for item in entry.string.all(c.DATA_SOURCE)]
    return all(item is not None and item.tidy and item.same_as(wanted) for item in found)


_Made: TypeAlias = tuple[str, "str | None", "str | None", list[c.Splice]]


def _made(document: Document, entry: Entry, wanted: _Wanted) -> Iterator[_Made]:
    """The attributes of an entry that change: name, old and new value, splices of the file's text."""
    inner: list[c.Splice] = []
    if wanted.source is not None:
        inner += entry.string.setting(c.DATA_SOURCE, wanted.source.text)
    if wanted.integrated:
        inner += entry.string.integrating()
    if inner:
        attribute = entry.attribute
        yield (
            CONNECTION,
            attribute.value,
            c.splice(attribute.value, inner),
            [
                c.Splice(
                    attribute.place(item.start),
                    attribute.place(item.end),
                    written(item.text, attribute.quote, document.encoded.holds),
                )
                for item in inner
            ],
        )
    if wanted.login is not None:
        yield from _login(document, entry, wanted.login[0])


def _login(document: Document, entry: Entry, value: str | None) -> Iterator[_Made]:
    found: Attribute | None = entry.use_login
    if (found.value if found else None) == value:
        return
    if value is None:
        assert found is not None
        yield USE_LOGIN, found.value, None, [c.Splice(found.space, found.end + 1, "")]
        return
    quote = found.quote if found else entry.attribute.quote
    text = written(value, quote, document.encoded.holds)
    if found:
        yield USE_LOGIN, found.value, value, [c.Splice(found.start, found.end, text)]
    else:
        behind = entry.attribute.end + 1
        yield USE_LOGIN, None, value, [c.Splice(behind, behind, f" {USE_LOGIN}={quote}{text}{quote}")]


def _spliced(document: Document, splices: Sequence[c.Splice]) -> bytes:
    """The new bytes: everything between the splices is the old file's own bytes."""
    encoded = document.encoded
    parts: list[bytes] = []
    at, at_bytes, taken = 0, encoded.bom, 0
    for item in sorted(splices, key=lambda item: (item.start, item.end)):
        start_bytes = encoded.bytes_until(item.start, at, at_bytes)
        parts += (encoded.data[taken:start_bytes], encoded.encode(item.text))
        taken = encoded.bytes_until(item.end, item.start, start_bytes)
        at, at_bytes = item.end, taken
    return b"".join((*parts, encoded.data[taken:]))


def _shown(value: str | None) -> str | None:
    """A value as it may be shown."""
    if value is None:
        return None
    try:
        return c.parse(value).shown
    except c.Malformed:
        return c.HIDDEN if c.is_secret(value) else value


def _prove_values(before: Document, after: Document, edits: Sequence[Edit]) -> None:
    """The same entries, every one as it is wanted, and nothing more to do."""
    if [entry.number for entry in before.entries] != [entry.number for entry in after.entries]:
        raise Refused("not-proven")
    if after.left_alone != before.left_alone and [item.code for item in after.left_alone] != [
        item.code for item in before.left_alone
    ]:
        raise Refused("not-proven")
    for entry in after.entries:
        if any(True for _ in _made(after, entry, _wanted(entry, edits))):
            raise Refused("not-proven")
