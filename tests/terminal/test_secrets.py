"""Typing a password in a real terminal: it is not painted, not copied, not logged, and arrives exactly."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import pytest

from tests.terminal.terminal import Terminal, environment
from xprunbook.base.redactor import KnownSecrets

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo terminals are a POSIX thing")

TYPED = "Vogel[/]4711@"
PASTED = "Kan'ari\"en}]\\%$ 4711!"

SCRIPT = """
import hashlib, os, sys
from pathlib import Path
from xprunbook.tui.policy import terminal_policy
policy = terminal_policy(os.environ, sys.platform)
policy.apply(os.environ)
from textual.screen import Screen
from xprunbook.run.vault import VaultState, VaultTrouble
from xprunbook.runbook.model import Secret, SecretType
from xprunbook.tui.app import RunbookApp, make_look
from xprunbook.tui.dialogs.secret import GiveSecret

class First(Screen):
    def on_mount(self):
        secret = Secret("a", SecretType.PASSWORD, "Service password", help="[/] [@click=app.quit]x[/]")
        dialog = GiveSecret(secret, VaultState("", VaultTrouble.LOCKED), "en")
        self.app.push_screen(dialog, self.answered)
    def answered(self, given):
        said = "none" if given is None else hashlib.sha256(given.credential.password.encode()).hexdigest()
        Path(sys.argv[1]).write_text(said)
        self.app.exit(0)

RunbookApp(First, "en", policy, make_look(policy, "en")).run()
"""


def opened(folder: Path) -> Terminal:
    """The dialog, with every variable set that would have Textual log keys."""
    log = folder / "everything-typed.log"
    more = {"TEXTUAL_LOG": str(log), "TEXTUAL": "debug,devtools", "TEXTUAL_DEBUG": "1"}
    terminal = Terminal(["-c", SCRIPT, str(folder / "answer")], environment(folder, **more))
    terminal.wait_for("Service password")
    terminal.settle()
    return terminal


def check(terminal: Terminal, folder: Path, secret: str) -> None:
    """It arrived exactly; nothing of it was sent to the terminal or written; no clipboard sequence."""
    assert terminal.wait() == 0
    assert (folder / "answer").read_text() == hashlib.sha256(secret.encode()).hexdigest()
    assert b"\x1b]52" not in terminal.received
    known = KnownSecrets()
    known.add(secret)
    sent = bytes(terminal.received).decode("utf-8", "replace")
    assert known.redact(sent) == sent
    assert not list(folder.rglob("*.log"))
    for path in folder.rglob("*"):
        if path.is_file():
            assert secret.encode() not in path.read_bytes(), path


def test_a_typed_password(tmp_path: Path) -> None:
    with opened(tmp_path) as terminal:
        assert "locked" in terminal.text
        assert "Holds for this session only" in terminal.text
        terminal.type(TYPED)
        terminal.settle()
        assert "*" * len(TYPED) in terminal.text
        # Select all, cut, copy: nothing happens.
        terminal.send(b"\x1b[1;2H")
        terminal.read(0.1)
        terminal.send(b"\x18")
        terminal.settle()
        assert "*" * len(TYPED) in terminal.text
        terminal.press("end", "enter")
        check(terminal, tmp_path, TYPED)


@pytest.mark.parametrize(
    "paste", [f"\x1b[200~{PASTED}\r\x1b[201~", f"\x1b[200~{PASTED}\x1b[201~"], ids=["return", "plain"]
)
def test_a_pasted_password(tmp_path: Path, paste: str) -> None:
    with opened(tmp_path) as terminal:
        terminal.send(paste.encode())
        terminal.settle()
        assert "*" * len(PASTED) in terminal.text
        terminal.press("enter")
        check(terminal, tmp_path, PASTED)


def test_a_right_click_in_putty_is_a_burst_of_keys(tmp_path: Path) -> None:
    """Without bracketed paste the password comes as keys, its line end too: it must not send itself."""
    with opened(tmp_path) as terminal:
        terminal.send(PASTED.encode() + b"\r")
        terminal.settle()
        assert not (tmp_path / "answer").exists()
        assert "*" * len(PASTED) in terminal.text
        terminal.press("enter")
        check(terminal, tmp_path, PASTED)


def test_the_cursor_is_steady(tmp_path: Path) -> None:
    with opened(tmp_path) as terminal:
        terminal.type("ab")
        terminal.settle()
        assert terminal.read(1.5) == 0, "a cursor that blinks costs 2 kB a second"
        terminal.press("escape")
        assert terminal.wait() == 0
