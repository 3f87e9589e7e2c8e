"""What gives a virtual machine away, and which network addresses a hypervisor gives out by itself. Pure.

Nothing inside a guest tells for certain whether its address is fixed: that stands in the settings of the host. The
range of an address makes one or the other likely, no more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from xprunbook.systems.ports_windows import MacRange

_MAKERS: Final = (
    ("vmware", "VMware"),
    ("virtualbox", "VirtualBox"),
    ("innotek", "VirtualBox"),
    ("nutanix", "Nutanix AHV"),
    ("qemu", "QEMU/KVM"),
    ("kvm", "QEMU/KVM"),
    ("proxmox", "QEMU/KVM"),
    ("red hat", "QEMU/KVM"),
    ("ovirt", "QEMU/KVM"),
    ("xen", "Xen"),
    ("parallels", "Parallels"),
    ("amazon ec2", "Amazon EC2"),
    ("google compute engine", "Google Compute Engine"),
    ("openstack", "OpenStack"),
    ("bhyve", "bhyve"),
)
"""What stands in the firmware's tables (SMBIOS type 1) as maker or product, in small letters, and what it means."""


def hypervisor(firmware: Mapping[str, str]) -> str:
    """Who makes this virtual machine; empty for a physical one, or when the firmware hides it.

    ``firmware``: the values ``SystemManufacturer``, ``SystemProductName`` and ``BIOSVendor`` of
    ``HKLM\\HARDWARE\\DESCRIPTION\\System\\BIOS``. Microsoft also makes computers: there the product decides.
    """
    maker, product = (
        firmware.get(name, "").casefold() for name in ("SystemManufacturer", "SystemProductName")
    )
    if maker == "microsoft corporation" and product.startswith("virtual machine"):
        return "Hyper-V"
    told = " ".join((maker, product, firmware.get("BIOSVendor", "").casefold()))
    return next((name for sign, name in _MAKERS if sign in told), "")


_RANGES: Final = (
    (
        r"00-15-5D-.*",
        MacRange.EITHER,
    ),  # Hyper-V's pool (Microsoft, KB2804678); a static address keeps its number
    (r"00-0C-29-.*", MacRange.AUTOMATIC),  # VMware, "MAC Address Generation on ESXi Hosts"
    (
        r"00-50-56-[89AB][0-9A-F]-.*",
        MacRange.AUTOMATIC,
    ),  # a vCenter: 80 plus its number; "VMware OUI Allocation"
    (
        r"00-50-56-[0-3][0-9A-F]-.*",
        MacRange.FIXED,
    ),  # for addresses set by hand; "Assign a Static MAC Address"
    (
        r"00-1D-D8-.*",
        MacRange.FIXED,
    ),  # the static pool of System Center (Microsoft, "MAC address pools in VMM")
)
"""Others, such as libvirt (52-54-00), draw once and keep the address: nothing can be told from the range."""


def mac_range(mac: str) -> MacRange:
    """What the range of an address such as ``00-15-5D-01-02-03`` says about how it came about."""
    return next(
        (found for sign, found in _RANGES if re.fullmatch(sign, mac, re.IGNORECASE)), MacRange.UNKNOWN
    )


def as_mac(data: bytes) -> str:
    """Six bytes as people write them; empty for anything else, and for an address of nothing but zeros."""
    return "-".join(f"{byte:02X}" for byte in data) if len(data) == 6 and any(data) else ""
