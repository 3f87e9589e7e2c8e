"""Try the automation by hand: ``python -m tests.tui.demo_acting [--untrusted] [--no-host] [--blocked]``."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from xprunbook.base.language import as_language
from xprunbook.tui.policy import Options, terminal_policy


def main() -> int:
    """Start a run with a shelf in the world and open it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--theme", default="")
    parser.add_argument("--colour", default="auto")
    parser.add_argument("--lang", default="de")
    parser.add_argument("--untrusted", action="store_true")
    parser.add_argument("--no-host", action="store_true")
    parser.add_argument("--blocked", action="store_true")
    given = parser.parse_args()
    policy = terminal_policy(os.environ, sys.platform, Options(colour=given.colour, theme=given.theme))
    policy.apply(os.environ)

    from tests.tui.acting import Slow, world
    from xprunbook.run.clock import RealClock
    from xprunbook.tui.app import run_face

    language = as_language(given.lang) or "en"
    folder = Path(tempfile.mkdtemp(prefix="xprunbook-demo-"))
    of = world(
        folder,
        trusted=not given.untrusted,
        host="" if given.no_host else "XPH-NEW",
        language=language,
        clock=RealClock(),
    )
    of.kinds.replaced["demo.install"] = Slow()
    if given.blocked:
        of.shelf.things += list("abcdef")
    return run_face(of.session, language, policy, folder)


if __name__ == "__main__":
    sys.exit(main())
