"""The command line on Windows Python as scripts use it: German code pages, with and without Python's UTF-8 mode."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATCH_DAY = ROOT / "tests" / "data" / "patch-day.yaml"

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="Windows' code pages")

ANSWERS = r"""
done backup-files --observed "\\nas\Sicherung München"
done backup-database --note "geprüft – von Jörg"
skip announce
skip check-space
gate prepare --note "Größe stimmt"
done drain
done install
done restart
done go-live
done smoke-test
close
"""


@pytest.fixture(params=["0", "1"], ids=["code page", "UTF-8 mode"])
def prompt(request: pytest.FixtureRequest, tmp_path: Path) -> Prompt:
    return Prompt(tmp_path / "Läufe", str(request.param))


class Prompt:
    """A command prompt whose programs' output goes to a pipe."""

    def __init__(self, home: Path, utf8: str) -> None:
        self.home = home
        self.encoding = "utf-8" if utf8 == "1" else "mbcs"
        named = ("XPRUNBOOK_LANG", "LC_ALL", "LANG", "PYTHONIOENCODING")
        self.environ = {name: value for name, value in os.environ.items() if name not in named}
        self.environ |= {"XPRUNBOOK_HOME": str(home), "XPRUNBOOK_LANG": "de", "PYTHONUTF8": utf8}

    def __call__(self, *words: str | Path, typed: bytes | None = None, code: int = 0) -> str:
        """What a command prints; AssertionError with all of it when it ends with another code."""
        done = subprocess.run(
            [sys.executable, "-m", "xprunbook", *map(str, words)],
            input=typed,
            stdin=subprocess.DEVNULL if typed is None else None,
            capture_output=True,
            env=self.environ,
            cwd=ROOT,
            check=False,
        )
        shown, said = (part.decode(self.encoding) for part in (done.stdout, done.stderr))
        assert "Traceback" not in said
        assert done.returncode == code, f"{done.returncode}: {shown}\n{said}"
        return shown.replace("\r\n", "\n") + said.replace("\r\n", "\n")


def test_what_only_reads(prompt: Prompt) -> None:
    assert "Runbooks" in prompt("list")
    shown = prompt("show", "xphone-v8-to-v9", "--plan", "C")
    assert "Rückweg" in shown
    assert "ü" in shown
    data = json.loads(prompt("show", "xphone-v8-to-v9", "--plan", "C", "--json"))
    assert any("ü" in step["title"] for step in data["steps"])
    prompt("check", PATCH_DAY)
    assert "Es gibt keinen Lauf nichts." in prompt("verify", "nichts", code=2)
    told = json.loads(prompt("doctor", "--json"))
    assert {"session", "terminal", "keyring", "storage"} <= {found["topic"] for found in told["findings"]}


def test_a_broken_runbook_is_named_with_its_place(prompt: Prompt, tmp_path: Path) -> None:
    bad = tmp_path / "Übung.yaml"
    bad.write_text(PATCH_DAY.read_text("utf-8").replace("title: Sichern\n", "titel: Sichern\n", 1), "utf-8")
    assert re.search(r"Übung\.yaml:\d+:\d+", prompt("check", bad, code=2))


def test_a_run_from_its_start_to_the_report(prompt: Prompt, tmp_path: Path) -> None:
    begun = ("start", PATCH_DAY, "--plan", "A", "--set", "web_server=WEB-KÖLN", "--allow-file-ticks")
    run = prompt(*begun, "--person", "Jörg", "--no-open").split()[0]
    answers = tmp_path / "Antworten.txt"
    answers.write_text(ANSWERS, encoding="utf-8")
    prompt("answer", run, answers)
    (journal,) = prompt.home.glob("runs/*/run.jsonl")
    kinds = [json.loads(line)["type"] for line in journal.read_bytes().splitlines()]
    assert (kinds[0], kinds[-1]) == ("opened", "closed")
    prompt("verify", run)
    prompt("report", run, "--format", "html", "-o", page := tmp_path / "Bericht.html")
    html = page.read_text(encoding="utf-8")
    assert "Jörg" in html
    assert "Größe stimmt" in html
    assert "nas\\Sicherung München" in html
    assert b"\r\r\n" not in page.read_bytes()


def test_a_person_at_the_plain_face(prompt: Prompt) -> None:
    """Typed in the code page that Python reads; the umlauts arrive in the record and come back."""
    begun = ("start", PATCH_DAY, "--plan", "A", "--set", "web_server=WEB01", "--person", "Jörg", "--line")
    told = prompt(*begun, typed="n 2a\nfür München geprüft\nq\n".encode(prompt.encoding))
    assert "Updates auf dem Webserver einspielen" in told
    (journal,) = prompt.home.glob("runs/*/run.jsonl")
    records = [json.loads(line) for line in journal.read_bytes().splitlines()]
    assert {record["person"] for record in records} == {"Jörg"}
    assert "für München geprüft" in [record["data"].get("text") for record in records]
