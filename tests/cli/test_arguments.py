"""The command line: what is said before a command counts as what is said after it."""

from __future__ import annotations

import pytest

from xprunbook.cli.arguments import parser

_SAID = (
    (["--line"], "line", True),
    (["--json"], "json", True),
    (["--theme", "mono"], "theme", "mono"),
    (["--colour", "16"], "colour", "16"),
    (["--lang", "de"], "lang", "de"),
)


@pytest.mark.parametrize(
    "command", [["resume"], ["start", "example-patch-day"], ["choose"]], ids=lambda item: item[0]
)
@pytest.mark.parametrize(("words", "name", "value"), _SAID, ids=lambda item: str(item))
def test_a_word_of_the_face_counts_before_and_after_the_command(
    command: list[str], words: list[str], name: str, value: object
) -> None:
    for line in ([*words, *command], [*command, *words]):
        assert getattr(parser(line).parse_args(line), name) == value
    silent = parser(command).parse_args(command)
    assert getattr(silent, name) in (None, False, "auto")
