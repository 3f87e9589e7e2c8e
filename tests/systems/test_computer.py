"""How a person sits at this machine, and whether they would see a window."""

from __future__ import annotations

import pytest

from xprunbook.systems import computer
from xprunbook.systems.computer import SessionKind, has_desktop, session_kind

SSH = {"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}

CASES: tuple[tuple[dict[str, str], bool, bool, SessionKind], ...] = (
    ({}, False, True, SessionKind.CONSOLE),
    ({}, True, True, SessionKind.RDP),
    ({}, False, False, SessionKind.SERVICE),
    ({"SESSIONNAME": "Console"}, False, True, SessionKind.CONSOLE),
    ({"SESSIONNAME": "RDP-Tcp#3"}, False, True, SessionKind.RDP),
    (SSH, False, False, SessionKind.SSH),
    ({**SSH, "SESSIONNAME": "Console"}, False, True, SessionKind.SSH),
)
"""Variables, whether Windows says remote, whether its window station is visible, and what it is."""


@pytest.mark.parametrize(("environ", "remote", "visible", "kind"), CASES)
def test_the_kind_of_a_session_on_windows(
    environ: dict[str, str],
    remote: bool,
    visible: bool,
    kind: SessionKind,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(computer, "_is_remote", lambda: remote)
    monkeypatch.setattr(computer, "_is_visible", lambda: visible)
    assert session_kind(environ, "win32") is kind


@pytest.mark.parametrize(
    ("environ", "visible", "seen"),
    [
        ({"SESSIONNAME": "Console"}, True, True),
        ({"SESSIONNAME": "RDP-Tcp#3"}, True, True),
        ({"SESSIONNAME": "Console"}, False, False),
        (SSH, True, False),
        (SSH, False, False),
    ],
)
def test_a_window_is_seen_at_a_screen_and_not_over_ssh(
    environ: dict[str, str], visible: bool, seen: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(computer, "_is_visible", lambda: visible)
    assert has_desktop(environ) is seen
