"""The terminal policy: a table of environments and what they get."""

from __future__ import annotations

import pytest

from xprunbook.tui.policy import Options, terminal_policy

UTF8 = {"LANG": "de_DE.UTF-8"}

CASES: list[tuple[str, dict[str, str], str, Options, tuple[str, str, str, bool]]] = [
    # what, environment, platform, options -> theme, colour system, glyphs, mouse
    ("nothing known", {}, "linux", Options(), ("console", "standard", "plain", True)),
    ("plain xterm", {"TERM": "xterm", **UTF8}, "linux", Options(), ("console", "standard", "rich", True)),
    ("unknown TERM", {"TERM": "wyse60", **UTF8}, "linux", Options(), ("console", "standard", "rich", True)),
    (
        "256 colours announced",
        {"TERM": "xterm-256color", **UTF8},
        "linux",
        Options(),
        ("console", "256", "rich", True),
    ),
    (
        "truecolor announced",
        {"TERM": "xterm-256color", "COLORTERM": "truecolor", **UTF8},
        "linux",
        Options(),
        ("dark", "truecolor", "rich", True),
    ),
    (
        "over SSH",
        {"TERM": "xterm-256color", "SSH_CONNECTION": "1 2 3 4", **UTF8},
        "linux",
        Options(),
        ("console", "256", "rich", False),
    ),
    ("Linux console", {"TERM": "linux", **UTF8}, "linux", Options(), ("console", "standard", "plain", True)),
    (
        "PuTTY",
        {"TERM": "putty", "SSH_TTY": "/dev/pts/1"},
        "linux",
        Options(),
        ("console", "standard", "plain", False),
    ),
    (
        "Latin-1 locale",
        {"TERM": "xterm", "LANG": "de_DE.ISO-8859-1"},
        "linux",
        Options(),
        ("console", "standard", "ascii", True),
    ),
    (
        "NO_COLOR",
        {"TERM": "xterm", "NO_COLOR": "1", "COLORTERM": "truecolor", **UTF8},
        "linux",
        Options(),
        ("mono", "standard", "rich", True),
    ),
    (
        "NO_COLOR and a wish",
        {"TERM": "xterm", "NO_COLOR": "1", **UTF8},
        "linux",
        Options(colour="16"),
        ("console", "standard", "rich", True),
    ),
    (
        "no colours wished",
        {"TERM": "xterm", "COLORTERM": "truecolor", **UTF8},
        "linux",
        Options(colour="none", theme="dark"),
        ("mono", "standard", "rich", True),
    ),
    (
        "a theme wished",
        {"TERM": "xterm-256color", **UTF8},
        "linux",
        Options(theme="light"),
        ("light", "256", "rich", True),
    ),
    (
        "a rich theme where sixteen colours are",
        {"TERM": "xterm", **UTF8},
        "linux",
        Options(theme="dark"),
        ("console", "standard", "rich", True),
    ),
    ("Windows console", {}, "win32", Options(), ("console", "standard", "plain", True)),
    (
        "Windows Terminal",
        {"WT_SESSION": "a-b-c"},
        "win32",
        Options(),
        ("dark", "truecolor", "rich", True),
    ),
    (
        "RDP",
        {"SESSIONNAME": "RDP-Tcp#3"},
        "win32",
        Options(),
        ("console", "standard", "plain", False),
    ),
    (
        "mouse wished over SSH",
        {"TERM": "xterm", "SSH_TTY": "/dev/pts/1", **UTF8},
        "linux",
        Options(mouse=True, glyphs="ascii"),
        ("console", "standard", "ascii", True),
    ),
]


@pytest.mark.parametrize(
    ("what", "environ", "platform", "options", "expected"), CASES, ids=[case[0] for case in CASES]
)
def test_table(
    what: str, environ: dict[str, str], platform: str, options: Options, expected: tuple[str, str, str, bool]
) -> None:
    policy = terminal_policy(environ, platform, options)
    assert (policy.theme, policy.system, policy.glyphs, policy.mouse) == expected


def test_a_remote_session_gets_less_traffic() -> None:
    near = terminal_policy({"TERM": "xterm"}, "linux").variables
    far = terminal_policy({"TERM": "xterm", "SSH_TTY": "x"}, "linux").variables
    assert near["TEXTUAL_ANIMATIONS"] == far["TEXTUAL_ANIMATIONS"] == "none"
    assert int(far["TEXTUAL_FPS"]) < int(near["TEXTUAL_FPS"])
    assert int(far["ESCDELAY"]) > int(near["ESCDELAY"])
    assert near["TEXTUAL_DISABLE_KITTY_KEY"] == "1"


def test_the_users_own_escape_delay_stays() -> None:
    assert terminal_policy({"ESCDELAY": "777"}, "linux").variables["ESCDELAY"] == "777"


def test_variables_of_others_are_removed() -> None:
    environ = {
        "TEXTUAL": "debug,devtools",
        "TEXTUAL_LOG": "/tmp/everything-typed.log",
        "TEXTUAL_DRIVER": "evil:Driver",
        "TEXTUAL_PRESS": "space,enter",
        "HOME": "/home/ada",
    }
    terminal_policy(environ, "linux").apply(environ)
    assert "TEXTUAL_LOG" not in environ
    assert not {"TEXTUAL", "TEXTUAL_DRIVER", "TEXTUAL_PRESS"} & set(environ)
    assert environ["HOME"] == "/home/ada"
    assert environ["TEXTUAL_ANIMATIONS"] == "none"


def test_it_says_what_it_follows_from() -> None:
    why = terminal_policy({"TERM": "xterm", "SSH_TTY": "/dev/pts/0"}, "linux").why
    assert "TERM=xterm" in why
    assert "remote=yes" in why
