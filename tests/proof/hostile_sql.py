"""Hostile values and names for the proofs about SQL, and readers that know the rules from the documents alone."""

from __future__ import annotations

from random import Random
from typing import Final

SIGNS: Final = "{}[];=,'\"\\/-*#@$()%&|<>!?. \t\r\n\u00a0\u202eäß€日😀aZ09_"
WORDS: Final = (
    "};SERVER=evil",
    ";PWD=x",
    "}};DRIVER={x}",
    "{",
    "}",
    "}}",
    "a=b",
    "' OR 1=1 --",
    "]; DROP DATABASE x; --",
    "]]",
    "[a]",
    "GO\n",
    "*/",
    "${x}",
    "%s",
    "DSN=x;",
    ";Trusted_Connection=Yes",
    "\x7f\x01\x1b[31m",
)


def hostile(random: Random, most: int) -> str:
    """1 to ``most`` UTF-16 units; no NUL and no half pair, which are refused before."""
    made = ""
    for _ in range(random.randrange(1, 9)):
        part = (
            random.choice(WORDS) if random.random() < 0.5 else random.choice(SIGNS) * random.randrange(1, 4)
        )
        if len((made + part).encode("utf-16-le")) // 2 <= most:
            made += part
    return made or "x"


def pairs(text: str) -> list[tuple[str, str]]:
    """A connection string by its grammar: ``key=value`` or ``key={value}`` with ``}`` doubled (MS-ODBCSTR 2.2.1)."""
    found, at = [], 0
    while at < len(text):
        sign = text.index("=", at)
        key, at = text[at:sign].strip(), sign + 1
        value = ""
        if text[at : at + 1] == "{":
            at += 1
            while True:
                end = text.index("}", at)
                value, at = value + text[at:end], end + 1
                if text[at : at + 1] != "}":
                    break
                value, at = value + "}", at + 1
        else:
            end = text.find(";", at)
            end = len(text) if end < 0 else end
            value, at = text[at:end], end
        found.append((key, value))
        if text[at : at + 1] not in (";", ""):
            raise ValueError(f"no ; at {at}")
        at += 1
    return found


def tokens(text: str) -> list[tuple[str, str]]:
    """T-SQL in words, names in brackets, strings and signs; comments are ``comment``."""
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(text):
        sign = text[at]
        if text.startswith("--", at) or text.startswith("/*", at):
            found.append(("comment", text[at:]))
            return found
        if sign in "['":
            close, value, at = {"[": "]", "'": "'"}[sign], "", at + 1
            while True:
                end = text.index(close, at)
                value, at = value + text[at:end], end + 1
                if text[at : at + 1] != close:
                    break
                value, at = value + close, at + 1
            found.append(("name" if close == "]" else "string", value))
        elif sign.isalnum() or sign == "_":
            end = at
            while end < len(text) and (text[end].isalnum() or text[end] == "_"):
                end += 1
            found.append(("word", text[at:end]))
            at = end
        else:
            if not sign.isspace():
                found.append(("sign", sign))
            at += 1
    return found
