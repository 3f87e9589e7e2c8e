"""Says in an author's words what libyaml calls "did not find expected key"."""

from __future__ import annotations

import re
from typing import Any, Final

from xprunbook.base.text import one_line
from xprunbook.runbook.findings import Findings, Spot

_NO_BLANK: Final = re.compile(r"[ ]*(?:- +)?([A-Za-z][\w-]{0,60}):[^\s:/\\]")
_BRACKET: Final = re.compile(r"[ ]*(?:- +)*(?:[\w-]+:[ ]+)?([\[{])")
_QUOTED: Final = re.compile(r"[ ]*(?:- +)*(?:[\w-]+:[ ]+)?([\"'])")
_KEY: Final = re.compile(r"[ ]*(?:- +)*[\w-]+:[ ]")


def explain(error: Any, last: Any, findings: Findings) -> None:
    """Turn libyaml's error into one finding, in our words where the mistake is a frequent one.

    ``last`` is the last scalar that was read: one that began in quotes on an earlier line and ended just
    before the error was most likely never closed by its author.
    """
    mark = error.problem_mark or error.context_mark
    if mark is None:
        findings.error(Spot(1, 1), "yaml.syntax", said=one_line(str(error.problem or error), 80))
        return
    begin = error.context_mark or mark
    if (
        last is not None
        and last.style in ("'", '"')
        and last.start_mark.line < last.end_mark.line == mark.line
    ):
        findings.error(Spot(last.start_mark.line + 1, last.start_mark.column + 1), "yaml.open-quote")
        return
    said = f"{error.problem or ''} ({error.context})" if error.context else str(error.problem or "")
    spot, code, values = _mistake(said, (mark.line, mark.column), (begin.line, begin.column), findings.lines)
    findings.error(Spot(spot[0] + 1, spot[1] + 1), code, None, **values)


_Mistake = tuple[tuple[int, int], str, dict[str, object]]


def _mistake(said: str, at: tuple[int, int], begin: tuple[int, int], lines: Any) -> _Mistake:
    """Find the author's mistake behind the parser's; places here count from 0."""
    line = lines[at[0]] if at[0] < len(lines) else ""
    character = line[at[1] : at[1] + 1]
    dollar = _bare_dollar(line, at[1]) if "flow" in said else -1
    if dollar >= 0:
        return (at[0], dollar), "yaml.dollar", {"example": '"${name}"'}
    if "tab character" in said or character == "\t":
        return at, "yaml.tab", {}
    if "cannot start any token" in said and character and character in "@`%":
        return at, "yaml.reserved", {"character": character}
    if "directive" in said:
        return (begin[0], begin[1]), "yaml.directive", {}
    if "escape" in said:
        return at, "yaml.backslash", {"escape": line[at[1] : at[1] + 2]}
    if "quoted scalar" in said:
        return begin, "yaml.open-quote", {}
    if "flow" in said:
        return _flow(at, begin, line, character)
    return _block(said, at, begin, lines)


def _flow(at: tuple[int, int], begin: tuple[int, int], line: str, character: str) -> _Mistake:
    """A mistake inside braces or brackets."""
    if character and character in "[{":
        return at, "yaml.flow-bracket", {"character": character}
    if character == ":" and at[0] == begin[0]:
        return at, "yaml.colon", {}
    if line[: at[1]].rstrip().endswith(("'", '"')) and character not in ("", ",", "]", "}"):
        return at, "yaml.after-quote", {}
    place = at if at[0] == begin[0] else begin
    return place, "yaml.flow", {"line": begin[0] + 1, "column": begin[1] + 1}


def _block(said: str, at: tuple[int, int], begin: tuple[int, int], lines: Any) -> _Mistake:
    """A mistake between lines."""
    line = lines[at[0]] if at[0] < len(lines) else ""
    if "mapping values" in said:
        key = _KEY.match(line)
        if key and key.end() <= at[1]:
            return at, "yaml.colon", {}
        glued = _glued(lines, at[0] - 1)
        return glued or (at, "yaml.indent", {})
    if "expected ':'" in said:
        glued = _glued(lines, begin[0])
        return glued or (begin, "yaml.no-colon", {})
    if "sequence entries" in said:
        return at, "yaml.dash", {}
    bracket = _BRACKET.match(line)
    if bracket and bracket.start(1) < at[1]:
        return (at[0], bracket.start(1)), "yaml.bracket", {"character": bracket[1]}
    quoted = _QUOTED.match(line)
    if quoted and quoted.start(1) < at[1]:
        return at, "yaml.after-quote", {}
    if "block scalar" in said:
        return at, "yaml.block", {}
    if "expected key" in said or "'-' indicator" in said or "document start" in said:
        return at, "yaml.indent", {}
    return at, "yaml.syntax", {"said": said}


def _glued(lines: Any, number: int) -> _Mistake | None:
    """``key:value`` without the blank, on this line or the next non-empty one above."""
    while number >= 0 and not lines[number].strip():
        number -= 1
    match = _NO_BLANK.match(lines[number]) if number >= 0 else None
    if match is None:
        return None
    return (number, match.end(1)), "yaml.no-blank", {"word": match[1]}


def _bare_dollar(line: str, before: int) -> int:
    """The place of a ``${`` outside quotes up to this column, or -1."""
    quote = ""
    for place, character in enumerate(line[: before + 1]):
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'" and (place == 0 or line[place - 1] in " ,[{:"):
            quote = character
        elif character == "$" and line[place + 1 : place + 2] == "{":
            return place
    return -1
