"""Names of machines and accounts."""

from __future__ import annotations

import pytest

from xprunbook.base.text import is_clean
from xprunbook.run.identity import account, host, is_local_name, same_host


def test_this_machine_has_names() -> None:
    """Never empty, always harmless."""
    for name in (account(), host()):
        assert name
        assert is_clean(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("XPH-NEW", "xph-new"),
        ("XPH-NEW", "xph-new.firma.local"),
        ("xph-new.firma.local.", "XPH-NEW.firma.local"),
        ("10.0.0.5", "10.0.0.5"),
        ("::1", "[::1]"),
        ("fe80::1%eth0", "FE80:0::1"),
        ("::ffff:10.0.0.5", "10.0.0.5"),
        ("localhost", "127.0.0.1"),
        ("localhost", "."),
        ("(local)", "::1"),
        (" XPH-NEW ", "XPH-NEW"),
    ],
)
def test_one_machine(one: str, other: str) -> None:
    """Case, domain, spelling of an address do not matter, in either order."""
    assert same_host(one, other)
    assert same_host(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("XPH-NEW", "XPH-OLD"),
        ("XPH-SERVER-00001", "XPH-SERVER-00002"),
        ("sql.firma.local", "sql.tochter.local"),
        ("10.0.0.5", "10.0.0.6"),
        ("10.0.0.5", "10"),
        ("10.0.0.5", "XPH-NEW"),
        ("localhost", "XPH-NEW"),
        ("", ""),
        ("", "XPH-NEW"),
        (".", "XPH-NEW"),
    ],
)
def test_two_machines(one: str, other: str) -> None:
    """In doubt no: the wrong server would be touched."""
    assert not same_host(one, other)
    assert not same_host(other, one)


def test_local_names_mean_here() -> None:
    """Given which machine this is, localhost is that one."""
    assert same_host("localhost", "XPH-NEW", here="xph-new.firma.local")
    assert same_host("XPH-NEW", "127.0.0.1", here="XPH-NEW")
    assert not same_host("localhost", "XPH-OLD", here="XPH-NEW")
    assert not same_host("localhost", "XPH-OLD", here="localhost")
    assert is_local_name("LOCALHOST.")
    assert not is_local_name("")
