"""``xprunbook verify``: is the record of a run unchanged? Says what is shown and what is not."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from xprunbook.base.errors import ExitCode
from xprunbook.base.language import Language
from xprunbook.cli.streams import print_json
from xprunbook.run.store import find_run, runs_folder
from xprunbook.run.verify import explain, verify_journal

if TYPE_CHECKING:
    from argparse import Namespace


def run(arguments: Namespace, language: Language) -> int:
    """Verify and explain; exit code 1 when the record was changed or the code belongs to no entry."""
    found = verify_journal(find_run(runs_folder(os.environ), arguments.run), arguments.code)
    sentences = explain(found, language)
    if arguments.json:
        data = {
            "grade": found.grade,
            "status": found.status,
            "records": found.records,
            "closed": found.closed,
            "broken_line": found.broken_line,
            "torn_bytes": found.torn_bytes,
            "code_now": found.code_now,
            "compared": found.compared,
            "matched_seq": found.matched_seq,
            "stored": {
                "same": found.stored.same,
                "changed": found.stored.changed,
                "missing": found.stored.missing,
            },
            "sentences": sentences,
        }
        print_json(data)
    else:
        print("\n".join(sentences))
    return ExitCode.OK if found.ok else ExitCode.NO
