"""Every number of the table has a sentence and what helps; no sentence stands there that nobody says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from xprunbook.actions import service
from xprunbook.actions.service.texts import TEXTS
from xprunbook.actions.service.texts_numbers import NUMBERS, number_says
from xprunbook.base.language import LANGUAGES

TABLE = (0, 5, 1051, 1053, 1056, 1057, 1058, 1060, 1061, 1062, 1066, 1067, 1068, 1069, 1070, 1072, 1077, 1079)
LOGON = (1311, 1312, 1314, 1317, 1332, 1326, 1327, 1330, 1331, 1385, 53, 67, 64)


@pytest.mark.parametrize("number", [*TABLE, *LOGON])
def test_each_number_of_the_table_has_a_sentence_and_what_helps(number: int) -> None:
    assert number in NUMBERS
    for statement in number_says(number, "AtlasServer", 17):
        for language in LANGUAGES:
            said = TEXTS.say(statement.code, language, **statement.values)
            assert said
            assert "{" not in said


def test_a_number_nobody_knows_is_said_as_it_is() -> None:
    what, helps = number_says(31337, "AtlasServer")
    assert "31337" in TEXTS.say(what.code, "en", **what.values)
    assert TEXTS.say(helps.code, "de")


def test_no_sentence_is_left_over() -> None:
    """By its code in the family's modules."""
    folder = Path(service.__file__).parent
    code = "\n".join(path.read_text("utf-8") for path in folder.glob("*.py") if "texts" not in path.name)
    said = set(re.findall(r'"([a-z-]+(?:\.[a-z-]+)*)"', code)) | set(re.findall(r'"([a-z.-]+)\.\{', code))
    for name in TEXTS.table:
        stem = name.partition(".Se")[0]
        helps = name.removesuffix(".helps")
        assert name.startswith("win.") or {name, stem, helps} & said, name
