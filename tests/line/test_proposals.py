"""What a check proposes for an input, in plain text: a person says yes, anything else changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.line.desk import work
from tests.run.test_proposing import begun


@pytest.mark.parametrize(
    ("answers", "human", "taken"),
    [
        (["look 1", "y", "quit"], True, True),
        (["look 1", "n", "quit"], True, False),
        (["look 1"], False, False),
    ],
)
def test_a_person_takes_a_proposal_over(tmp_path: Path, answers: list[str], human: bool, taken: bool) -> None:
    said, state = work(begun(tmp_path, "A"), answers, human=human)
    assert "Proposed for “Databases”: A, B" in said
    assert state.inputs["databases"] == (("A", "B") if taken else ("X",))
