"""The JSON Schema: current, and of one mind with the loader about shapes."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
import yaml

from tests.runbook.helpers import PATCH_DAY, ROOT, SMALL, with_change
from xprunbook.runbook.schema import runbook_schema, schema_text

MAIN_FILES = [PATCH_DAY, *sorted((ROOT / "runbooks").glob("[!.]*.yaml"))]
MAIN_FILES = [path for path in MAIN_FILES if path.name.count(".") == 1]


def _plain(text: str) -> Any:
    """The file as an editor's YAML reader sees it (YAML 1.2 core: only true and false are truth values)."""
    return yaml.load(text, Loader=_Core)


class _Core(yaml.SafeLoader):
    """PyYAML speaks YAML 1.1; editors speak 1.2."""


_Core.yaml_implicit_resolvers = {
    key: [(tag, pattern) for tag, pattern in resolvers if tag.endswith((":int", ":null"))]
    for key, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Core.add_implicit_resolver("tag:yaml.org,2002:bool", __import__("re").compile("true|false"), list("tf"))


def _errors(text: str) -> list[str]:
    validator = jsonschema.Draft202012Validator(runbook_schema())
    return [error.message for error in validator.iter_errors(_plain(text))]


def test_the_committed_schema_is_current() -> None:
    """``xprunbook schema`` writes it; so does ``print(schema_text(), end="")``."""
    assert (ROOT / "runbooks" / "runbook.schema.json").read_text(encoding="utf-8") == schema_text()


def test_the_schema_is_one() -> None:
    """Valid by the rules of its draft."""
    jsonschema.Draft202012Validator.check_schema(runbook_schema())


@pytest.mark.parametrize("path", MAIN_FILES)
def test_real_files_are_valid(path: Any) -> None:
    """Fixtures and shipped runbooks."""
    assert _errors(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("format: 1", "format: 2"),
        ("id: small", "id: Small"),
        ("title: Small", "titel: Small"),
        ('version: "1"', "version: 1"),
        ("A: {title: One}", "Alfa: {title: One}"),
        ("plans: {A: X, B: (X)}", "plans: {A: Y}"),
        ("minutes: {A: 5}", "minutes: soon"),
        ("needs: [one]", "needs: one"),
        ("type: host", "type: hosts"),
        ("title: First", "origin: theirs\n        title: First"),
        ("title: First", "point_of_no_return: false\n        title: First"),
    ],
)
def test_broken_files_are_not(old: str, new: str) -> None:
    """What the loader refuses for its shape, the schema refuses, too."""
    assert _errors(SMALL) == []
    assert _errors(with_change(old, new))
