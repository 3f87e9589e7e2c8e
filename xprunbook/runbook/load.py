"""Loads a runbook with its language siblings from bytes: all that is wrong at once, or the whole book."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from xprunbook.base.language import Language
from xprunbook.runbook import access
from xprunbook.runbook.build import build
from xprunbook.runbook.checks import check_ids, check_shorts, check_steps, defined
from xprunbook.runbook.checks_backup import check_backups
from xprunbook.runbook.checks_choose import check_chooser
from xprunbook.runbook.checks_values import check_inputs, check_names, check_when
from xprunbook.runbook.fields import RUNBOOK, SIBLING_HEAD
from xprunbook.runbook.findings import Findings
from xprunbook.runbook.model import Book
from xprunbook.runbook.nodes import MapNode, Node
from xprunbook.runbook.overlay import overlay
from xprunbook.runbook.problems import Problem, RunbookProblems
from xprunbook.runbook.read import Reader
from xprunbook.runbook.yaml_events import parse

if TYPE_CHECKING:
    from xprunbook.runbook.checks_others import Others
    from xprunbook.runbook.kinds import Catalogue


def load_book(
    main: tuple[str, bytes],
    siblings: Sequence[tuple[str, bytes]] = (),
    kinds: Catalogue | None = None,
    language: Language = "en",
    others: Others | None = None,
) -> tuple[Book, tuple[Problem, ...]]:
    """Load a runbook; return it with its warnings, or raise RunbookProblems with everything that is wrong.

    Files are pairs of name and bytes. ``kinds`` are the checks and actions the program has; None leaves them
    unchecked. ``language`` is that of the problems' sentences. ``others`` knows the plans of the runbooks that steps
    and answers may lead to, by id; None leaves that unchecked.
    """
    name, data = main
    findings = Findings(name, language)
    root, reader = _read_main(data, findings, kinds, others)
    told = list(findings.problems())
    trees: dict[str, tuple[str, MapNode]] = {}
    broken = findings.broken
    if root is not None:
        trees[access.text(root, "language")] = (name, root)
    for sibling_name, sibling_data in siblings:
        sibling = Findings(sibling_name, language)
        tree = _read_sibling(sibling_data, sibling, root, reader, name)
        if tree is not None:
            spoken = access.text(tree, "language")
            if spoken in trees:
                at = access.place(tree, "language")
                sibling.error(at, "sibling.language", spoken=spoken, file=trees[spoken][0])
            else:
                trees[spoken] = (sibling_name, tree)
                check_shorts(tree, sibling)
        told += sibling.problems()
        broken |= sibling.broken
    if broken or root is None:
        raise RunbookProblems(told)
    runbooks = [build(tree) for _, tree in trees.values()]
    book = Book(
        main=runbooks[0].language,
        languages={runbook.language: runbook for runbook in runbooks},
        files=dict((main, *siblings)),
    )
    return book, tuple(told)


def _read_main(
    data: bytes, findings: Findings, kinds: Catalogue | None, others: Others | None
) -> tuple[MapNode | None, Reader]:
    """Parse and check the main file; the tree is without what is wrong in it."""
    tree = parse(data, findings)
    reader = Reader(findings, {} if tree is None else defined(tree))
    if tree is None:
        return None, reader
    root = reader.check(tree, RUNBOOK, "runbook")
    if not isinstance(root, MapNode):
        return None, reader
    check_ids(root, findings)
    check_steps(root, findings)
    check_backups(root, findings)
    check_shorts(root, findings)
    check_chooser(root, findings)
    check_inputs(root, findings)
    check_when(root, findings)
    check_names(root, reader)
    if kinds is not None:
        from xprunbook.runbook.checks_uses import check_taking_back, check_uses

        check_uses(root, findings, kinds)
        check_taking_back(root, findings, kinds)
    if others is not None:
        from xprunbook.runbook.checks_others import check_others

        check_others(root, findings, others)
    return root, reader


def _read_sibling(
    data: bytes, findings: Findings, root: MapNode | None, main: Reader, main_file: str
) -> MapNode | None:
    """Parse a sibling and lay it over the main tree; without a main tree check only its YAML and head."""
    tree = parse(data, findings)
    if tree is None:
        return None
    reader = Reader(findings, main.known)
    if not isinstance(tree, MapNode):
        reader.check(tree, RUNBOOK, "runbook")
        return None
    head = RUNBOOK._replace(fields={name: RUNBOOK.fields[name] for name in SIBLING_HEAD})
    repeated = {name: entry for name, entry in tree.entries.items() if name in SIBLING_HEAD}
    first: Node = MapNode(repeated, tree.line, tree.column)
    checked = reader.check(first, head, "runbook")
    if root is None:
        return None
    own, wanted = access.text(tree, "id"), access.text(root, "id")
    if own and wanted and own != wanted:
        findings.error(access.place(tree, "id"), "sibling.id", word=own, main=wanted)
    merged = overlay(root, tree, reader, main_file)
    return merged if access.text(checked, "language") else None
