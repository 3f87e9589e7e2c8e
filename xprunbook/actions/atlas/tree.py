"""The second reader (lxml): it finds the entries on its own, and compares whole trees before and after a
change.

The parser is made anew each time and says everything itself: other libraries can replace lxml's global one.
Before lxml 6.1.0 some of its parsers read local files (CVE-2026-41066); this one never did, and resolves
nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from xprunbook.actions.atlas.refused import Refused
from xprunbook.actions.atlas.stream import CONNECTION, SECTION, Stream

if TYPE_CHECKING:
    from lxml.etree import _Element

Expected: TypeAlias = Mapping[tuple[int, str], tuple[str | None, str | None]]
"""(number of the element, attribute) -> (value before, value after); None where there is no such
attribute."""


def parse(data: bytes) -> _Element:
    """The root of the tree; Refused when lxml does not read the file, or finds a document type in it."""
    from lxml import etree

    # Never collect_ids=False: with it lxml 6.1.3 opens external subsets in spite of load_dtd=False (seen here).
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        recover=False,
        remove_blank_text=False,
        remove_comments=False,
        remove_pis=False,
        strip_cdata=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise Refused("not-xml", line=line or 1, column=column or 1, why=_short(error.msg)) from None
    except (ValueError, LookupError) as error:
        raise Refused("not-xml", line=1, column=1, why=_short(str(error))) from None
    info = root.getroottree().docinfo
    if getattr(info, "doctype", "") or info.internalDTD is not None:
        raise Refused("doctype", line=1)
    return root


def _short(text: str | None) -> str:
    return (text or "?").split("\n")[0][:120]


def check(data: bytes, stream: Stream, entries: Mapping[int, str]) -> None:
    """Refused unless lxml finds the same elements in the same places, and the same connection strings."""
    numbers: dict[int, str] = {}
    count = 0
    for number, element in enumerate(parse(data).iter("*")):
        count += 1
        value = element.attrib.get(CONNECTION)
        if value is not None and _in_section(element):
            numbers[number] = str(value)
    inside = [item for item in stream.elements if item.in_section]
    strings = {item.number: value for item in inside for value in _own(item.attributes)}
    if count != stream.count or numbers != strings:
        raise Refused("readers-differ", line=1)
    if any(numbers.get(number) != value for number, value in entries.items()):
        raise Refused("readers-differ", line=1)


def _own(attributes: tuple[tuple[str, str], ...]) -> list[str]:
    return [value for key, value in attributes if key == CONNECTION]


def _in_section(element: _Element) -> bool:
    return any(_local(parent.tag) == SECTION for parent in element.iterancestors())


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def compare(before: bytes, after: bytes, expected: Expected) -> None:
    """Refused unless the two trees differ in exactly the expected attributes, and in nothing else at all."""
    left, right = list(parse(before).getroottree().iter()), list(parse(after).getroottree().iter())
    met: dict[tuple[int, str], tuple[str | None, str | None]] = {}
    if len(left) != len(right):
        raise Refused("not-proven")
    number = -1
    for old, new in zip(left, right, strict=True):
        element = isinstance(old.tag, str)
        number += element
        if (old.tag, old.text, old.tail) != (new.tag, new.text, new.tail):
            raise Refused("not-proven")
        if element:
            if old.nsmap != new.nsmap:
                raise Refused("not-proven")
            met |= _differences(number, old, new)
    if met != expected:
        raise Refused("not-proven")


def _differences(
    number: int, old: _Element, new: _Element
) -> dict[tuple[int, str], tuple[str | None, str | None]]:
    """The attributes that differ; Refused when the order of those in both changed."""
    one, other = [str(key) for key in old.attrib], [str(key) for key in new.attrib]
    if [key for key in one if key in other] != [key for key in other if key in one]:
        raise Refused("not-proven")
    pairs = {key: (_value(old, key), _value(new, key)) for key in (*one, *other)}
    return {(number, key): pair for key, pair in pairs.items() if pair[0] != pair[1]}


def _value(element: _Element, key: str) -> str | None:
    found = element.attrib.get(key)
    return None if found is None else str(found)
