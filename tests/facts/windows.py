"""Windows of eight words as salted hashes: enough to find a copied sentence, too little to read one.

Made anew from the text of the vendor's manual (which is not part of this project) with:

    python -m tests.facts.windows MANUAL.txt > tests/facts/windows.txt
"""

from __future__ import annotations

import hashlib
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

SIZE: Final = 8
"""Words of a window."""

STORED: Final = Path(__file__).with_name("windows.txt")

_SALT: Final = b"xprunbook own words 1\0"
_DIGITS: Final = 14
# 56 bits: with some 3,000 stored windows and 100,000 asked for, a chance hit is one in 200 million.
_WORD: Final = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """The words of a text, lower case; what is no letter or digit only parts them."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).lower())


def windows(text: str) -> Iterator[tuple[str, ...]]:
    """Every run of eight words; a shorter text has none."""
    found = words(text)
    for start in range(len(found) - SIZE + 1):
        yield tuple(found[start : start + SIZE])


def digest(window: Iterable[str]) -> str:
    """The salted, truncated SHA-256 of a window."""
    return hashlib.sha256(_SALT + " ".join(window).encode()).hexdigest()[:_DIGITS]


def digests(text: str) -> frozenset[str]:
    """The digests of all windows of a text."""
    return frozenset(digest(window) for window in windows(text))


def stored() -> frozenset[str]:
    """The digests of the manual's windows."""
    return frozenset(STORED.read_text("ascii").split())


if __name__ == "__main__":
    sys.stdout.write("\n".join(sorted(digests(Path(sys.argv[1]).read_text("utf-8")))) + "\n")
