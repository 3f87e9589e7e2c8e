"""Shares of a practice site: rights by account, and real files behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from xprunbook.practice.faults import Fault
from xprunbook.practice.files import on_share_disk
from xprunbook.practice.places import Places, in_story, refusal
from xprunbook.practice.story import ADMIN, ENGINE_ACCOUNT, SERVICE_ACCOUNT
from xprunbook.systems.ports import Probed, Watch
from xprunbook.systems.shares import RealShares
from xprunbook.systems.trouble import Trouble
from xprunbook.systems.watching import heed

RIGHTS: Final[Mapping[str, frozenset[str]]] = {
    "xphonebackup": frozenset(map(str.casefold, (ADMIN, SERVICE_ACCOUNT, ENGINE_ACCOUNT))),
    "c$": frozenset((ADMIN.casefold(),)),
    "d$": frozenset((ADMIN.casefold(),)),
}
"""Who may write, by share."""


class PracticeShares:
    """Shares as an account on one machine of the story reaches them."""

    def __init__(self, places: Places, account: str = ADMIN) -> None:
        self._places: Final = places
        self._account: Final = account

    def identity(self) -> str:
        """The account of the story."""
        return self._account

    def probe(self, folder: str, watch: Watch) -> Probed:
        """Write, read back and remove a real file, if the account may and there is room."""
        heed(watch, folder)
        place = self._places.find(folder)
        if place.share and not self._may(place.share):
            raise refusal(Trouble.DENIED, folder)
        if on_share_disk(place) and self._places.world.has(Fault.SHARE_FULL):
            raise refusal(Trouble.FULL, folder)
        with in_story((place, folder)):
            probed = RealShares(self._account).probe(place.path, watch)
        return replace(probed, remains=probed.remains.replace(place.path, folder))

    def _may(self, share: str) -> bool:
        account = self._account.casefold()
        denied = account == ENGINE_ACCOUNT.casefold() and self._places.world.has(Fault.SHARE_DENIED)
        return account in RIGHTS[share] and not denied
