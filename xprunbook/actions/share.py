"""Can a share be written to? Proven by writing, and for the account that wrote, not for any other."""

from __future__ import annotations

from typing import ClassVar, Final

from xprunbook.actions.kinds import spec_of
from xprunbook.actions.parameters import text
from xprunbook.actions.troubles import blocked, helped_by, says, texts
from xprunbook.base.language import Texts
from xprunbook.run.contract import Effect, Finding, Inspection, Job, Json, Reach, Statement, Traits
from xprunbook.runbook.kinds import Kind
from xprunbook.systems.ports import SHARES
from xprunbook.systems.trouble import Refused, Trouble

_OF_THE_ACCOUNT: Final = frozenset((Trouble.DENIED, Trouble.LOGON))
"""Troubles that another account may not have."""

_TEXTS: Final = texts(
    {
        "share.writable": (
            "{path} ist beschreibbar für {identity}.",
            "{path} is writable for {identity}.",
        ),
        "share.other-account": (
            "Geprüft wurde als {identity}; für {account} ist damit nichts bewiesen.",
            "This was tried as {identity}; it proves nothing for {account}.",
        ),
        "share.other-helps": (
            "xprunbook unter {account} starten und noch einmal prüfen. Für das Konto eines SQL-Servers beweist "
            "es nur eine Testsicherung auf diesen Pfad.",
            "Start xprunbook as {account} and try again. For the account of a SQL Server only a test backup "
            "to this path proves it.",
        ),
        "share.remains": (
            "{identity} darf in {path} schreiben, aber nicht löschen: die Probe {remains} liegt noch dort.",
            "{identity} may write to {path}, but not delete: the probe {remains} is still there.",
        ),
        "share.remains-helps": (
            "Vollzugriff geben und die Probe von Hand löschen.",
            "Grant full control and delete the probe by hand.",
        ),
        "share.local": (
            "Das ist ein lokaler Pfad: er beweist die NTFS-Rechte, nicht die der Freigabe.",
            "This is a local path: it proves the NTFS rights, not those of the share.",
        ),
    }
)


class ShareWritable:
    """``share.writable``: writes a small file into the share, reads it back and removes it."""

    spec: ClassVar[Kind] = spec_of("share.writable")
    traits: ClassVar[Traits] = Traits(Reach.LOCAL, Effect.PROBE, seconds=60)
    texts: ClassVar[Texts] = _TEXTS

    def inspect(self, job: Job) -> Inspection:
        """Probe; ``unknown`` for any account but the one that wrote."""
        path, account = text(job.parameters, "path"), text(job.parameters, "account")
        shares = job.site.system(SHARES)
        identity = shares.identity()
        other = bool(account) and account.casefold() != identity.casefold()
        local = () if path.startswith(("\\\\", "//")) else (Statement("share.local"),)
        try:
            probed = shares.probe(path, job)
        except Refused as refused:
            if not other or refused.trouble not in _OF_THE_ACCOUNT:
                return blocked(refused, job, identity)
            return _unproven(job, identity, account, (says(refused, identity)[0], *local))
        evidence: dict[str, Json] = {"path": path, "identity": identity}
        values: dict[str, str | int] = {"path": path, "identity": identity}
        if probed.remains:
            return Inspection(
                Finding.BLOCKED,
                Statement("share.remains", {**values, "remains": probed.remains}),
                Statement("share.remains-helps"),
                identity,
                {**evidence, "remains": probed.remains},
                local,
                helped_by(job),
            )
        writable = Statement("share.writable", values)
        if other:
            return _unproven(job, identity, account, (writable, *local))
        return Inspection(Finding.SATISFIED, writable, identity=identity, evidence=evidence, details=local)


def _unproven(job: Job, identity: str, account: str, details: tuple[Statement, ...]) -> Inspection:
    """What was seen holds for me; the question was about another account."""
    return Inspection(
        Finding.UNKNOWN,
        Statement("share.other-account", {"identity": identity, "account": account}),
        Statement("share.other-helps", {"account": account}),
        identity,
        {"identity": identity, "account": account},
        details,
        helped_by(job),
    )
