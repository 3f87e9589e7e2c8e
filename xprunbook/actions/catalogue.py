"""The kinds a program has: its own by the table, others by entry point; each is loaded on first use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from xprunbook.actions.declaring import Row
from xprunbook.actions.kinds import ROWS
from xprunbook.base.errors import UsageError
from xprunbook.base.language import Language, Texts
from xprunbook.base.text import one_line
from xprunbook.runbook.kinds import Kind

if TYPE_CHECKING:
    from xprunbook.run.contract import Action, Check

GROUP: Final = "xprunbook.actions"
"""The entry-point group. An entry point's name is the prefix of its kinds; it stands for a sequence of
classes."""

_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,31}(\.[a-z][a-z0-9-]{0,31}){1,3}")
_PREFIX: Final = re.compile(r"[a-z][a-z0-9-]{0,31}")

TEXTS: Final = Texts(
    {
        "missing": (
            "„{name}“ steht in den Einstellungen unter actions, ist aber nicht installiert.",
            "“{name}” is named in the settings under actions, but is not installed.",
        ),
        "twice": (
            "„{name}“ wird von zwei Paketen angeboten; keines wird benutzt.",
            "“{name}” is offered by two packages; neither is used.",
        ),
        "broken": (
            "„{name}“ lässt sich nicht laden ({error}).",
            "“{name}” cannot be loaded ({error}).",
        ),
        "kind": (
            "„{name}“ bringt „{kind}“ mit, das keine Art nach den Regeln ist.",
            "“{name}” brings “{kind}”, which is no kind by the rules.",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class ThirdParty:
    """What the named packages brought along, and what was wrong with them. A broken one stops nothing."""

    kinds: Mapping[str, Check | Action] = field(default_factory=dict)
    problems: tuple[UsageError, ...] = ()


def third_party(names: Iterable[str], language: Language = "en") -> ThirdParty:
    """Load the entry points of these names and no others; nothing is imported for an empty list."""
    kinds: dict[str, Check | Action] = {}
    problems: list[UsageError] = []
    for name in dict.fromkeys(names):
        try:
            kinds.update(_load_entry(name, language))
        except UsageError as error:
            problems.append(error)
    return ThirdParty(kinds, tuple(problems))


def _load_entry(name: str, language: Language) -> dict[str, Check | Action]:
    from importlib.metadata import entry_points

    found = tuple(entry_points(group=GROUP, name=name)) if _PREFIX.fullmatch(name) else ()
    shown = one_line(name, 80)
    if len(found) != 1:
        raise UsageError(TEXTS.say("twice" if found else "missing", language, name=shown))
    try:
        kinds = [made() for made in found[0].load()]
    except (Exception, SystemExit) as error:  # foreign code: whatever it does is a sentence, no crash
        said = one_line(f"{type(error).__name__}: {error}", 200)
        raise UsageError(TEXTS.say("broken", language, name=shown, error=said)) from error
    loaded: dict[str, Check | Action] = {}
    for kind in kinds:
        spec = getattr(kind, "spec", None)
        called = spec.name if isinstance(spec, Kind) else ""
        fits = _NAME.fullmatch(called) and called.startswith(f"{name}.") and called not in loaded
        if not fits or any(row.kind.name == called for row in ROWS):
            wrong = one_line(called or type(kind).__name__, 80)
            raise UsageError(TEXTS.say("kind", language, name=shown, kind=wrong))
        loaded[called] = kind
    return loaded


class ActionKinds:
    """The program's kinds; also the catalogue a runbook is checked against."""

    def __init__(self, switched_on: Iterable[str] = (), language: Language = "en") -> None:
        """``switched_on``: capabilities (``command.shell``) and packages named in the settings."""
        named = tuple(switched_on)
        capabilities = {row.kind.name for row in ROWS if row.off}
        foreign = third_party((name for name in named if name not in capabilities), language)
        self.problems: Final = foreign.problems
        self._rows: Final[dict[str, Row]] = {
            row.kind.name: row for row in ROWS if not row.off or row.kind.name in named
        }
        self._off: Final = frozenset(capabilities.difference(named))
        self._loaded: Final[dict[str, Check | Action]] = dict(foreign.kinds)
        self._specs: Final[dict[str, Kind]] = {
            **{row.kind.name: row.kind for row in ROWS},
            **{name: kind.spec for name, kind in foreign.kinds.items()},
        }

    @property
    def specs(self) -> Mapping[str, Kind]:
        """Names and parameters of all kinds, also of those that are switched off: the catalogue that ``load_book``
        takes. A runbook is right or wrong whatever is switched on here."""
        return self._specs

    def off(self, name: str) -> bool:
        """Whether the program has a kind of this name that nobody switched on."""
        return name in self._off

    def load(self, name: str) -> Check | Action | None:
        """The kind of this name; its module is imported on first use. None if there is none, or it is off."""
        if name not in self._loaded and name in self._rows:
            self._loaded[name] = _load_row(self._rows[name])
        return self._loaded.get(name)


def _load_row(row: Row) -> Check | Action:
    from importlib import import_module

    module, _, made = row.place.partition(":")
    kind: Check | Action = getattr(import_module(f"xprunbook.actions.{module}"), made)()
    return kind
