"""``xprunbook automation``: what is off by default is switched on and off by name, and said wherever it matters."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_commands import xprunbook
from xprunbook.actions.kinds import ROWS
from xprunbook.cli.switches import explained

STEP = """
format: 1
id: accounts
language: en
version: "1.0"
title: Accounts
plans:
  A: {{title: One, fits: Here., colour: plan-a}}
inputs:
  account: {{type: account, title: Account, default: 'CORP\\svc'}}
phases:
  - id: first
    title: First
    steps:
      - id: set
        number: "1"
        plans: {{A: X}}
        title: Set the account
        do: By hand.
        action:
          service.set-account: {parameters}
"""


@pytest.mark.parametrize("name", [row.kind.name for row in ROWS if row.off])
def test_every_switch_says_what_it_does(name: str) -> None:
    """In both languages; the list and doctor show it."""
    assert explained(name, "de")
    assert explained(name, "en") != explained(name, "de")


def test_on_off_list_and_doctor(tmp_path: Path) -> None:
    """The settings keep it beside everything else; doctor says what is on."""
    (tmp_path / "settings.json").write_text('{"person": "Ada", "more": [1]}', encoding="utf-8")
    done = xprunbook("automation", "on", "service.set-account", home=tmp_path, language="de")
    assert done.returncode == 0, done.stderr
    assert "eingeschaltet" in done.stdout
    kept = json.loads((tmp_path / "settings.json").read_text(encoding="utf-8"))
    assert kept == {"person": "Ada", "more": [1], "actions": ["service.set-account"]}
    rows = json.loads(xprunbook("automation", "list", "--json", home=tmp_path).stdout)["automation"]
    assert {row["name"]: row["on"] for row in rows}["service.set-account"] is True
    assert {row["name"]: row["on"] for row in rows}["command.shell"] is False
    assert "Switched on: service.set-account" in xprunbook("doctor", home=tmp_path).stdout
    assert xprunbook("automation", "off", "service.set-account", home=tmp_path).returncode == 0
    assert "actions" not in json.loads((tmp_path / "settings.json").read_text(encoding="utf-8"))


def test_what_cannot_be_switched_is_said(tmp_path: Path) -> None:
    """A kind that is always there, and a name nobody knows: nothing is written."""
    for name in ("file.copy", "no.such"):
        done = xprunbook("automation", "on", name, home=tmp_path)
        assert (done.returncode, name in done.stderr) == (2, True)
    assert not (tmp_path / "settings.json").exists()


def test_a_name_nobody_knows_any_more_can_be_switched_off(tmp_path: Path) -> None:
    """A package that was removed stays named in the settings until somebody takes it out."""
    (tmp_path / "settings.json").write_text('{"actions": ["gone"]}', encoding="utf-8")
    assert "gone" in xprunbook("automation", "list", home=tmp_path).stdout
    assert xprunbook("automation", "off", "gone", home=tmp_path).returncode == 0
    assert "gone" not in xprunbook("automation", "list", home=tmp_path).stdout


def test_check_knows_a_kind_that_is_off(tmp_path: Path) -> None:
    """No “unknown kind”; its parameters are checked as those of every other."""
    right, wrong = tmp_path / "accounts.yaml", tmp_path / "wrong.yaml"
    right.write_text(STEP.format(parameters='{services: "Atlas*", account: "${account}"}'), encoding="utf-8")
    wrong.write_text(
        STEP.format(parameters='{services: "Atlas*"}').replace("id: accounts", "id: wrong"), encoding="utf-8"
    )
    good = xprunbook("check", str(right), home=tmp_path)
    assert "set-account" not in good.stdout + good.stderr
    bad = xprunbook("check", str(wrong), home=tmp_path)
    assert bad.returncode == 2
    assert "account" in bad.stdout


def test_the_plain_face_and_auto_leave_an_action_that_is_off_to_a_person(tmp_path: Path) -> None:
    """``auto`` waits and says why; ``run`` looks, and says how to switch it on."""
    book = tmp_path / "accounts.yaml"
    book.write_text(STEP.format(parameters='{services: "Atlas*", account: "${account}"}'), encoding="utf-8")
    assert xprunbook("preflight", str(book), "--plan", "A", "--trust", home=tmp_path).returncode in (0, 1)
    begun = xprunbook("start", str(book), "--plan", "A", "--no-open", "--person", "Ada", home=tmp_path)
    run = begun.stdout.strip()
    done = xprunbook("auto", run, "--person", "Ada", home=tmp_path)
    assert done.returncode == 4, done.stdout + done.stderr
    assert "service.set-account is switched off" in done.stdout + done.stderr
    said = subprocess.run(
        [sys.executable, "-m", "xprunbook", "resume", run, "--line", "--person", "Ada"],
        input="run 1\nquit\n",
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "XPRUNBOOK_HOME": str(tmp_path), "XPRUNBOOK_LANG": "en", "PYTHONUTF8": "1"},
    ).stdout
    assert "xprunbook automation on service.set-account" in said
    assert "the step is not" in said
