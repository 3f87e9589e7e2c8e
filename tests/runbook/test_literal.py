"""A parameter that is taken as written: nothing is put into a shell line or into SQL text."""

from __future__ import annotations

import pytest

from tests.runbook.helpers import SMALL
from xprunbook.runbook.kinds import Kind, ParameterSpec, ParameterType
from xprunbook.runbook.load import load_book
from xprunbook.runbook.problems import RunbookProblems

LINE = ParameterSpec(ParameterType.TEXT, literal=True)
INSTALL = {"host": ParameterSpec(ParameterType.HOST), "login": ParameterSpec(ParameterType.LOGIN)}
KINDS = {"demo.shell": Kind("demo.shell", {"line": LINE}), "demo.install": Kind("demo.install", INSTALL)}
STEP = "        title: First\n"


def load(line: str) -> None:
    text = SMALL.replace(STEP, f"{STEP}        action: {{demo.shell: {{line: '{line}'}}}}\n", 1)
    load_book(("x.yaml", text.encode()), (), KINDS)


@pytest.mark.parametrize("line", ["echo hello", "echo $HOME", "echo $${server}"])
def test_what_names_no_input_is_fine(line: str) -> None:
    load(line)


@pytest.mark.parametrize("line", ["${server}", "ping ${server}", "a ${server} b ${ready}"])
def test_a_substitution_in_it_is_told(line: str) -> None:
    with pytest.raises(RunbookProblems) as caught:
        load(line)
    assert [problem.code for problem in caught.value.problems] == ["parameter.literal"]
