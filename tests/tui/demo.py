"""Try the face by hand: ``python -m tests.tui.demo [--theme dark] [--colour 16] [--lang de] [--done 5]``."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from xprunbook.base.language import as_language
from xprunbook.tui.policy import Options, terminal_policy

DATA = Path(__file__).parents[1] / "data"


def main() -> int:
    """Start a run of a runbook in a new folder and open it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--theme", default="")
    parser.add_argument("--colour", default="auto")
    parser.add_argument("--lang", default="de")
    parser.add_argument("--runbook", default="patch-day")
    parser.add_argument("--plan", default="A")
    parser.add_argument("--folder", default="")
    parser.add_argument("--done", type=int, default=0, help="steps to tick first")
    given = parser.parse_args()
    policy = terminal_policy(os.environ, sys.platform, Options(colour=given.colour, theme=given.theme))
    policy.apply(os.environ)

    from tests.tui.demo_run import begin
    from xprunbook.tui.app import run_face

    folder = Path(given.folder or tempfile.mkdtemp(prefix="xprunbook-demo-"))
    language = as_language(given.lang) or "en"
    session = begin(folder, given.runbook, given.plan, language, given.done)
    return run_face(session, language, policy, folder)


if __name__ == "__main__":
    sys.exit(main())
