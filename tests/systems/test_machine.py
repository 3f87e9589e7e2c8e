"""A Windows machine: what its firmware and its addresses mean, and who has none."""

from __future__ import annotations

import sys

import pytest

from xprunbook.run.contract import NotHere
from xprunbook.systems.hypervisors import as_mac, hypervisor, mac_range
from xprunbook.systems.ports_windows import MACHINE, MacRange
from xprunbook.systems.real import RealSite

FIRMWARE = (
    ("Microsoft Corporation", "Virtual Machine", "American Megatrends", "Hyper-V"),
    ("Microsoft Corporation", "Surface Pro 9", "Microsoft Corporation", ""),
    ("VMware, Inc.", "VMware7,1", "VMware, Inc.", "VMware"),
    ("VMware, Inc.", "VMware Virtual Platform", "Phoenix Technologies LTD", "VMware"),
    ("innotek GmbH", "VirtualBox", "innotek GmbH", "VirtualBox"),
    ("QEMU", "Standard PC (Q35 + ICH9, 2009)", "SeaBIOS", "QEMU/KVM"),
    ("Xen", "HVM domU", "Xen", "Xen"),
    ("Nutanix", "AHV", "Nutanix", "Nutanix AHV"),
    ("Dell Inc.", "PowerEdge R650", "Dell Inc.", ""),
    ("", "", "", ""),
)

ADDRESSES = (
    ("00-15-5D-01-02-03", MacRange.EITHER),
    ("00-15-5d-01-02-03", MacRange.EITHER),
    ("00-0C-29-5C-16-BE", MacRange.AUTOMATIC),
    ("00-50-56-80-00-01", MacRange.AUTOMATIC),
    ("00-50-56-BF-00-01", MacRange.AUTOMATIC),
    ("00-50-56-3F-00-01", MacRange.FIXED),
    ("00-50-56-00-00-01", MacRange.FIXED),
    ("00-1D-D8-B7-1C-00", MacRange.FIXED),
    ("00-50-56-C0-00-01", MacRange.UNKNOWN),
    ("52-54-00-12-34-56", MacRange.UNKNOWN),
    ("3C-EC-EF-01-02-03", MacRange.UNKNOWN),
    ("", MacRange.UNKNOWN),
)


@pytest.mark.parametrize(("maker", "product", "bios", "means"), FIRMWARE)
def test_the_firmware_names_the_hypervisor(maker: str, product: str, bios: str, means: str) -> None:
    told = {"SystemManufacturer": maker, "SystemProductName": product, "BIOSVendor": bios}
    assert hypervisor(told) == means


@pytest.mark.parametrize(("mac", "means"), ADDRESSES)
def test_ranges_make_something_likely(mac: str, means: MacRange) -> None:
    assert mac_range(mac) is means


def test_an_address_is_six_bytes() -> None:
    assert as_mac(b"\x00\x15\x5d\x0a\xff\x03") == "00-15-5D-0A-FF-03"
    assert as_mac(b"") == as_mac(b"\x00" * 6) == as_mac(b"\x01" * 8) == ""


@pytest.mark.skipif(sys.platform == "win32", reason="there it is here")
def test_elsewhere_than_on_windows_it_says_where_to_go() -> None:
    with pytest.raises(NotHere, match="XPhone server itself"):
        RealSite("me").system(MACHINE)
