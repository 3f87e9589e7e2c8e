"""The registry: what its keys and data mean here, and who has none."""

from __future__ import annotations

import sys

import pytest

from xprunbook.run.contract import NotHere
from xprunbook.systems.ports_windows import REGISTRY
from xprunbook.systems.real import RealSite
from xprunbook.systems.registry_windows import below_machine, plain
from xprunbook.systems.trouble import Refused, Trouble


def test_only_keys_of_the_machine_are_read() -> None:
    assert below_machine(r"HKLM\SOFTWARE\C4B\XPhoneServer") == r"SOFTWARE\C4B\XPhoneServer"
    assert below_machine("hkey_local_machine\\Software\\") == "Software"
    for key in (r"HKCU\Software", "Software", "HKLM", "HKLM\\", ""):
        with pytest.raises(Refused) as refused:
            below_machine(key)
        assert refused.value.trouble is Trouble.NAME


def test_data_becomes_a_text_or_a_number() -> None:
    assert plain(528_040) == 528_040
    assert plain("C:\\x") == "C:\\x"
    assert plain(["one", "two"]) == "one\ntwo"
    assert plain(b"\x00\xff") == "00ff"
    assert plain(None) == ""


@pytest.mark.skipif(sys.platform == "win32", reason="there it is here")
def test_elsewhere_than_on_windows_it_says_where_to_go() -> None:
    with pytest.raises(NotHere, match="XPhone server itself"):
        RealSite("me").system(REGISTRY)
