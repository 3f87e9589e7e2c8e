"""What this terminal gets: colours, glyphs, mouse, traffic. A pure function of the environment, read before Textual.

Textual reads its variables once, at import; so ``apply`` must come before the first import of it.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

ColourWish: TypeAlias = Literal["auto", "16", "256", "true", "none"]
Glyphs: TypeAlias = Literal["rich", "plain", "ascii"]

RICH_THEMES: Final = ("dark", "light")
_SYSTEMS: Final = {"16": "standard", "256": "256", "true": "truecolor"}


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked for. ``theme`` empty: chosen here; ``mouse`` None: by the connection."""

    colour: ColourWish = "auto"
    theme: str = ""
    mouse: bool | None = None
    glyphs: Glyphs | None = None


@dataclass(frozen=True, slots=True)
class TerminalPolicy:
    """The answer. ``variables`` go into the environment; ``why`` names the facts it follows from, for ``doctor``."""

    theme: str
    system: str
    glyphs: Glyphs
    mouse: bool
    remote: bool
    variables: Mapping[str, str] = field(default_factory=dict)
    why: tuple[str, ...] = ()

    def apply(self, environ: MutableMapping[str, str]) -> None:
        """Set Textual's variables, and remove every other one: logs, devtools and drivers of others are not ours."""
        for name in [name for name in environ if name == "TEXTUAL" or name.startswith("TEXTUAL_")]:
            del environ[name]
        if self.theme != "mono":
            # Colours were asked for by name; Textual would turn them into greys all the same.
            environ.pop("NO_COLOR", None)
        environ.update(self.variables)


def terminal_policy(
    environ: Mapping[str, str], platform: str, options: Options | None = None
) -> TerminalPolicy:
    """Decide. ``platform`` is ``sys.platform``. A terminal nobody knows gets sixteen colours and plain glyphs."""
    wish = options or Options()
    remote = _is_remote(environ)
    depth = _depth(environ, platform, wish)
    theme = _theme(wish, depth)
    # A named theme of 16 million colours on a terminal that shows fewer is brought down by Textual.
    system = "standard" if depth in ("none", "16") else _SYSTEMS[depth]
    return TerminalPolicy(
        theme=theme,
        system=system,
        glyphs=wish.glyphs or _glyphs(environ, platform),
        mouse=not remote if wish.mouse is None else wish.mouse,
        remote=remote,
        variables=_variables(environ, system, remote),
        why=_why(environ, platform, remote, depth),
    )


def _is_remote(environ: Mapping[str, str]) -> bool:
    return bool(
        environ.get("SSH_CONNECTION")
        or environ.get("SSH_TTY")
        or environ.get("SESSIONNAME", "").upper().startswith("RDP-")
    )


def _depth(environ: Mapping[str, str], platform: str, wish: Options) -> Literal["none", "16", "256", "true"]:
    """How many colours: what was asked for, else none if NO_COLOR says so, else what the terminal announces."""
    if wish.colour != "auto":
        return wish.colour
    if environ.get("NO_COLOR"):
        return "none"
    term = environ.get("TERM", "")
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit") or environ.get("WT_SESSION"):
        return "true"
    if term.endswith(("-256color", "-direct")):
        return "256"
    return "16"


def _theme(wish: Options, depth: str) -> str:
    """Sixteen colours unless more are announced: a 256-colour terminal gets a rich theme only if it was asked for.

    A rich theme brought down to sixteen colours would make plans alike: ``console`` takes its place.
    """
    if depth == "none":
        return "mono"
    if wish.theme and not (depth == "16" and wish.theme in RICH_THEMES):
        return wish.theme
    return "dark" if depth == "true" or wish.colour == "256" else "console"


def _glyphs(environ: Mapping[str, str], platform: str) -> Glyphs:
    """Old code pages for old consoles; ASCII where the locale names an encoding that is not UTF-8."""
    term = environ.get("TERM", "")
    if platform == "win32":
        return "rich" if environ.get("WT_SESSION") else "plain"
    if term in ("", "linux", "dumb", "vt100", "vt102", "vt220", "ansi") or term.startswith(("putty", "con")):
        return "plain"
    locale = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or ""
    encoding = locale.partition(".")[2].partition("@")[0].lower().replace("-", "")
    return "rich" if encoding in ("", "utf8") else "ascii"


def _variables(environ: Mapping[str, str], system: str, remote: bool) -> dict[str, str]:
    return {
        "TEXTUAL_COLOR_SYSTEM": system,
        "TEXTUAL_ANIMATIONS": "none",
        "TEXTUAL_SMOOTH_SCROLL": "0",
        # Frames a second at most. Nothing moves by itself; the first picture waits two frames (60: 10 ms more).
        "TEXTUAL_FPS": "15" if remote else "120",
        # The protocol loses AltGr characters in Windows Terminal (microsoft/terminal#19977).
        "TEXTUAL_DISABLE_KITTY_KEY": "1",
        # Milliseconds an Esc waits for the rest of a sequence: a slow link tears sequences apart.
        "ESCDELAY": environ.get("ESCDELAY") or ("300" if remote else "100"),
    }


def _why(environ: Mapping[str, str], platform: str, remote: bool, depth: str) -> tuple[str, ...]:
    names = ("TERM", "COLORTERM", "NO_COLOR", "WT_SESSION", "SSH_CONNECTION", "SSH_TTY", "SESSIONNAME")
    facts = [f"{name}={environ[name]}" for name in names if environ.get(name)]
    return (f"platform={platform}", *facts, f"colours={depth}", f"remote={'yes' if remote else 'no'}")
