"""Rehearsals from the command line: the practice site in the place of this machine, its faults, its values."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from xprunbook.base.errors import UsageError
from xprunbook.base.language import Language, Texts, as_language, system_language
from xprunbook.base.text import one_line

if TYPE_CHECKING:
    from xprunbook.practice.faults import Fault
    from xprunbook.practice.site import PracticeSite
    from xprunbook.run.automation import Automation
    from xprunbook.runbook.model import Runbook

EXPRESS: Final = ("A", "AI", "AP")
"""The plans in which setup brings SQL Server Express along, those of the journey too; for the practice site of every
runbook of the story."""

Practise: TypeAlias = "Callable[[Automation, Path, str], Automation | None]"

TEXTS = Texts(
    {
        "no-plan": ("Mit --practice muss --plan gesagt werden.", "With --practice, --plan must be given."),
        "no-practice": (
            "--fault gibt es nur zusammen mit --practice.",
            "--fault goes together with --practice only.",
        ),
        "no-rehearsal": (
            "--fault und --mend gibt es nur bei einer Übung; dieser Lauf ist keine.",
            "--fault and --mend are for a rehearsal only; this run is none.",
        ),
        "held": (
            "Die Übung ist in einer anderen Sitzung offen: dort erst beenden.",
            "The rehearsal is open in another session: leave it there first.",
        ),
        "no-fault": ("Eine Störung {name} gibt es nicht.", "There is no fault {name}."),
        "faults": ("Es gibt: {names}", "There are: {names}"),
    }
)


def list_faults(asked: str | None) -> None:
    """Print the faults a practice run can have, one line each, in the language asked for."""
    from xprunbook.practice.faults import FAULTS, Fault

    language = (as_language(asked) if asked else None) or system_language()
    for fault in Fault:
        print(f"{fault:<16} {FAULTS.say(fault, language)}")


def read_faults(names: Sequence[str], language: Language) -> tuple[Fault, ...]:
    """The faults of these names; UsageError with the nearest one if there is none."""
    from xprunbook.practice.faults import Fault
    from xprunbook.runbook.problems import nearest

    known = {str(fault): fault for fault in Fault}
    for name in names:
        if name not in known:
            near = nearest(name, known) or ", ".join(known)
            raise UsageError(
                TEXTS.say("no-fault", language, name=one_line(name, 40)),
                TEXTS.say("faults", language, names=near),
            )
    return tuple(known[name] for name in names)


def check_practice(arguments: Namespace, language: Language) -> None:
    """UsageError when a rehearsal must not or cannot begin as it was asked for."""
    if not getattr(arguments, "practice", False):
        if getattr(arguments, "fault", ()):
            raise UsageError(TEXTS.say("no-practice", language))
        return
    from xprunbook.practice.refusal import refuse_beside_xphone

    refuse_beside_xphone(language)
    if not arguments.plan:
        raise UsageError(TEXTS.say("no-plan", language))
    read_faults(arguments.fault, language)


def given_values(arguments: Namespace, runbook: Runbook, plan: str) -> list[str]:
    """``NAME=VALUE`` as given; in a rehearsal those of the story come before them."""
    given = list(getattr(arguments, "set", ()))
    if not getattr(arguments, "practice", False):
        return given
    from xprunbook.practice.story import INPUTS, INPUTS_OF

    values = {**INPUTS, **INPUTS_OF.get(runbook.id, {})}
    story = [f"{item.id}={values[item.id]}" for item in runbook.inputs_of(plan) if item.id in values]
    return [*story, *given]


def change_world(arguments: Namespace, folder: Path, language: Language) -> None:
    """Switch faults of a rehearsal on and off before it is taken up. UsageError when it is none, or is open."""
    faults, mended = read_faults(arguments.fault, language), read_faults(arguments.mend, language)
    if not faults and not mended:
        return
    from xprunbook.run.evolve import fold
    from xprunbook.run.family import top_run
    from xprunbook.run.journal import read_journal
    from xprunbook.run.lock import current_holder

    state = fold(read_journal(folder).records)
    if not state.practice:
        raise UsageError(TEXTS.say("no-rehearsal", language))
    if current_holder(folder) is not None:
        raise UsageError(TEXTS.say("held", language))
    top = top_run(folder, state.parent_run, state.practice)
    site_of(world_folder(folder, top.name), language).world.switch(faults, mended)


def practise_as(arguments: Namespace, language: Language) -> Practise:
    """What puts the practice site in the place of this machine, with the faults a new rehearsal begins with."""
    new = getattr(arguments, "practice", False)
    faults = read_faults(arguments.fault, language) if new else ()
    return partial(practice, language=language, faults=faults, express=new and arguments.plan in EXPRESS)


def world_folder(folder: Path, top: str) -> Path:
    """Where the practice site of a run is kept; a run within a rehearsal works in the world of the top one."""
    from xprunbook.practice.world import FOLDER, STATE
    from xprunbook.run.store import is_safe_name

    above = folder.parent / top / FOLDER if top and is_safe_name(top) else None
    return above if above is not None and (above / STATE).is_file() else folder / FOLDER


def practice(
    automation: Automation,
    folder: Path,
    top: str,
    *,
    language: Language,
    faults: Sequence[Fault] = (),
    express: bool = False,
) -> Automation:
    """The automation with the practice site of a run in the place of this machine; what is wrong there, and whether
    setup brought its own SQL Server, count only for a new one."""
    site = site_of(world_folder(folder, top), language, faults, express)
    return replace(automation, site=site, at=site.at)


def site_of(
    folder: Path, language: Language, faults: Sequence[Fault] = (), express: bool = False
) -> PracticeSite:
    """The practice site kept in a folder, made on first use."""
    from xprunbook.actions.atlas.files import RealConfigFiles
    from xprunbook.practice.site import practice_site, with_config_files

    files = with_config_files(RealConfigFiles)
    return practice_site(folder, language, faults, files, express=express)
