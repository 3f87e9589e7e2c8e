"""The redactor finds a secret in every form, across chunks and under noise, and leaves everything else alone."""

from __future__ import annotations

import base64
import json
import random
import re
import time
import urllib.parse
from html import escape

import pytest

from xprunbook.base.forms import forms_of
from xprunbook.base.redactor import MARK, SHORTEST, KnownSecrets, RedactingStream, is_short, redact_data

SECRET = "Kan'ari\"en<ü&}]\\%$ 4711!"
PLAIN = "Kanarienvogel-4711!"


def known(*values: str) -> KnownSecrets:
    secrets = KnownSecrets()
    for value in values:
        secrets.add(value)
    return secrets


FORMS = {
    "plain": SECRET,
    "url": urllib.parse.quote(SECRET, safe=""),
    "url, lower": urllib.parse.quote(SECRET, safe="").lower().replace("kan", "Kan"),
    "form": urllib.parse.quote_plus(SECRET),
    "json": json.dumps({"password": SECRET}),
    "json, utf-8": json.dumps([SECRET], ensure_ascii=False),
    "xml": escape(SECRET, quote=True),
    "xml text": escape(SECRET, quote=False),
    "t-sql": "N'" + SECRET.replace("'", "''") + "'",
    "odbc": "PWD={" + SECRET.replace("}", "}}") + "}",
    "base64": base64.b64encode(SECRET.encode()).decode(),
    "base64, one before": base64.b64encode(b"x" + SECRET.encode() + b"yz").decode(),
    "base64, two before": base64.b64encode(b"sa" + SECRET.encode() + b"y").decode(),
    "base64 of UTF-16": base64.b64encode(f"echo {SECRET};".encode("utf-16-le")).decode(),
    "utf-16": SECRET.encode("utf-16-le").decode("latin-1"),
    "utf-16, big": SECRET.encode("utf-16-be").decode("latin-1"),
    "hex": SECRET.encode().hex(),
    "hex, upper": SECRET.encode("utf-16-le").hex().upper(),
    "bytes": "-".join(f"{byte:02X}" for byte in SECRET.encode()),
    "repr": repr({"password": SECRET}),
    "repr of bytes": repr(SECRET.encode()),
    "entities": "".join(f"&#{ord(character)};" for character in SECRET),
    "misread": SECRET.encode().decode("cp1252"),
    "shell": "'" + SECRET.replace("'", "'\\''") + "'",
}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_hidden(form: str) -> None:
    shown = known(SECRET).redact(f"before {FORMS[form]} after")
    assert MARK in shown
    assert shown.startswith("before ")
    assert shown.endswith(" after")
    assert len(shown) < len(MARK) + len("before  after") + 20, shown


def test_every_form_is_hidden_wherever_a_chunk_ends() -> None:
    secrets = known(PLAIN)
    for form in sorted(forms_of(PLAIN, SHORTEST))[::5]:
        for at in range(0, len(form), 3):
            stream = RedactingStream(secrets)
            shown = stream.feed(f"a {form[:at]}") + stream.feed(f"{form[at:]} b") + stream.finish()
            assert form not in shown
            assert secrets.redact(shown) == shown


def test_a_stream_says_what_the_whole_says() -> None:
    secrets = known(SECRET, PLAIN, "other-secret")
    source = random.Random(4711)
    parts = [
        *sorted(forms_of(SECRET, SHORTEST)),
        *sorted(forms_of(PLAIN, SHORTEST)),
        "words ",
        "\n",
        "Kan",
        "other-",
    ]
    for _ in range(400):
        text = "".join(source.choice(parts) for _ in range(source.randint(1, 6)))
        stream, said, at = RedactingStream(secrets), "", 0
        while at < len(text):
            size = source.choice((1, 3, 50, 400))
            said += stream.feed(text[at : at + size])
            at += size
        said += stream.finish()
        assert _once(said) == _once(secrets.redact(text))


def _once(text: str) -> str:
    return re.sub(r"(\*{5})+", MARK, text)


@pytest.mark.parametrize(
    "noise", ["\x1b[31m", "\x1b[0m", "\0", "\u200b", "\x9b1m", "\b", "^[[31m", "<U+202E>"], ids=repr
)
def test_noise_between_the_letters_hides_nothing(noise: str) -> None:
    assert known(PLAIN).redact(f"a{noise} {noise.join(PLAIN)} b") == f"a{noise} {MARK} b"


def test_overlapping_secrets_leave_no_end() -> None:
    assert known("abcdef", "cdefghij").redact("xabcdefghijx") == f"x{MARK}x"
    assert known("password", "password123").redact("password123") == MARK


def test_structure_stays() -> None:
    data = {"password": f"PWD={PLAIN};", "port": 1433, "list": (PLAIN, None, True)}
    assert redact_data(known(PLAIN), data) == {
        "password": f"PWD={MARK};",
        "port": 1433,
        "list": (MARK, None, True),
    }
    assert json.loads(known(SECRET).redact(json.dumps({"a": SECRET}))) == {"a": MARK}


def test_short_secrets_are_words_in_sentences_and_nothing_else() -> None:
    secrets = known("1234", "sa")
    assert is_short("1234")
    assert not is_short(PLAIN)
    assert secrets.redact("PIN 1234, port 12345, login sa") == f"PIN {MARK}, port 12345, login sa"


def test_nothing_known_changes_nothing() -> None:
    assert known().redact(SECRET) == SECRET
    assert known("").redact(SECRET) == SECRET


def test_it_never_shows_itself() -> None:
    assert PLAIN not in repr(known(PLAIN))
    assert "Kan" not in repr(known(PLAIN).search)


def test_time_grows_with_the_text_only() -> None:
    """Ten times the text is not more than thirty times the time: measured against itself, no clock asserted."""
    secrets = known(SECRET, PLAIN)
    for unit in ("Kan" * 400, "a" * 1200, "\x1b[" * 600, SECRET * 50, "Kanarienvogel-471" * 70):
        spent = []
        for count in (20, 200):
            began = time.perf_counter()
            secrets.redact(unit * count)
            spent.append(time.perf_counter() - began)
        assert spent[1] < spent[0] * 30 + 0.05, unit[:10]
