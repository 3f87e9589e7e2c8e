"""The registry itself: both views, kinds of data, and the sign that XPhone is installed."""

from __future__ import annotations

import sys
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from xprunbook.systems.ports_windows import REGISTRY, Registry
from xprunbook.systems.real import RealSite

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="the registry is a part of Windows")

winreg: Any = pytest.importorskip("winreg")

NAME = f"xprunbook-test-{uuid.uuid4().hex[:8]}"
KEY = f"SOFTWARE\\{NAME}"


@pytest.fixture
def registry() -> Iterator[Registry]:
    """The real one, with a key of ours in each view."""
    views = (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY)
    for view, number in zip(views, (64, 32), strict=True):
        with winreg.CreateKeyEx(winreg.HKEY_LOCAL_MACHINE, KEY, 0, winreg.KEY_WRITE | view) as made:
            winreg.SetValueEx(made, "both", 0, winreg.REG_DWORD, number)
            winreg.SetValueEx(made, f"only{number}", 0, winreg.REG_SZ, f"view {number} ü")
            winreg.SetValueEx(made, "path", 0, winreg.REG_EXPAND_SZ, r"%SystemRoot%\x")
            winreg.SetValueEx(made, "list", 0, winreg.REG_MULTI_SZ, ["a", "b"])
            winreg.SetValueEx(made, "bytes", 0, winreg.REG_BINARY, b"\x01\x02")
    yield RealSite("me").system(REGISTRY)
    for view in views:
        winreg.DeleteKeyEx(winreg.HKEY_LOCAL_MACHINE, KEY, view, 0)


def test_both_views_are_read_the_64_bit_one_first(registry: Registry) -> None:
    key = f"HKLM\\{KEY}"
    assert registry.value(key, "both") == 64
    assert registry.value(key, "only64") == "view 64 ü"
    assert registry.value(key, "only32") == "view 32 ü"
    assert str(registry.value(key, "path")).lower() == r"c:\windows\x"
    assert registry.value(key, "list") == "a\nb"
    assert registry.value(key, "bytes") == "0102"
    assert registry.names(key) == ("both", "bytes", "list", "only32", "only64", "path")
    assert registry.has(key)


def test_what_is_not_there_is_no_trouble(registry: Registry) -> None:
    assert registry.value(f"HKLM\\{KEY}", "nothing") is None
    assert registry.value(f"HKLM\\{KEY}\\nothing", "x") is None
    assert registry.names(f"HKLM\\{KEY}\\nothing") == ()
    assert not registry.has(f"HKLM\\{KEY}\\nothing")


def test_practice_is_refused_where_the_key_of_xphone_is() -> None:
    from xprunbook.practice.refusal import REGISTRY_KEY, sign_of_xphone

    below = REGISTRY_KEY.partition("\\")[2]
    if sign_of_xphone():
        pytest.skip("XPhone is installed here")
    with winreg.CreateKeyEx(winreg.HKEY_LOCAL_MACHINE, below, 0, winreg.KEY_WRITE | winreg.KEY_WOW64_32KEY):
        pass
    try:
        assert sign_of_xphone() == REGISTRY_KEY
    finally:
        winreg.DeleteKeyEx(winreg.HKEY_LOCAL_MACHINE, below, winreg.KEY_WOW64_32KEY, 0)
    assert sign_of_xphone() == ""
