"""An example worth looking at: plan C of the shipped move, with everything a night can bring.

``python -m tests.report.example FOLDER`` writes the run and its reports, to be opened in a browser.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.report.builders import START, ZONE, Desk
from xprunbook.report.make import FORMATS, make_report
from xprunbook.run import commands as c
from xprunbook.run import events as e
from xprunbook.run.state import StepState
from xprunbook.run.view import StepView, view
from xprunbook.runbook.model import InputType, Mark
from xprunbook.runbook.recorded import load_recorded

RUNBOOKS = Path(__file__).parents[2] / "runbooks"

_VALUES = {
    "inventory-server": "9.0.311, alle Funktionen außer Fax",
    "inventory-size": "XPSTATS 6.412 MB",
    "inventory-licence": "00-15-5D-3A-7C-01, System-ID 48817",
    "full-backup": r"\\XPH-OLD\Backup\2026-11-06_2110",
    "last-backup": r"\\XPH-OLD\Backup\2026-11-07_0034, 00:34",
    "check-atlas-instance": r"SQL01\XPHONE, antwortet in 2 ms",
    "install-server": "9.0.311",
    "arrange-window": "22:00 bis 05:00",
}

_NOTES = {
    "create-databases": "XPVDIR hat der DBA aus der Sicherung genommen, der Index baut sich selbst auf.",
    "switch-pbx": "Gateway 2 nahm die neue Adresse erst nach einem Neustart an.\nDanach sofort Gespräche.",
}


def plan_c() -> Desk:
    """The desk at the beginning of the example."""
    names = ("xphone-v8-to-v9.yaml", "xphone-v8-to-v9.en.yaml")
    files = {name: (RUNBOOKS / name).read_bytes() for name in names if (RUNBOOKS / name).exists()}
    return Desk(
        allow_file_ticks=True,
        book=load_recorded(files, "de"),
        plan="C",
        run="2026-11-06T210211Z-xphone-v8-to-v9-C",
        person="Jana Petersen",
        company="Nordlicht Systemhaus GmbH",
        account="CORP\\adm-petersen",
        host="XPH-OLD",
        here="old",
        window_end=START + 7.5 * 3600,
        inputs={
            "old_server": "XPH-OLD",
            "new_server": "XPH-NEW",
            "sql_server": "SQL01\\XPHONE",
            "service_account": "CORP\\svc-xphone",
            "databases": ("XPDATA", "XPVDIR", "XPSTATS", "XPSTATSRaw"),
            "backup_share": "\\\\SQL01\\XPhoneBackup",
            "own_sql": "yes",
            "analytics": "no",
        },
    )


def work_through(desk: Desk) -> None:
    """Carry the plan through: a crash, a hand-over, a deviation, a duty, a reopened step, a changed value."""
    order = [row.step.id for row in view(desk.runbook, desk.state).leaves()]
    for at, step in enumerate(order):
        _gates(desk)
        row = view(desk.runbook, desk.state).rows[step]
        if at == 12:
            _change_server(desk, "XPH-NEW", "new", "boot-2")
        if at == 30:
            desk.happen(e.HandedOver("Mehmet Aydın", "Kundin: Werft AG", "Schicht bis 06:00"), 4)
            desk.person, desk.company = "Mehmet Aydın", "Kundin: Werft AG"
        if row.state is StepState.OPEN:
            _do(desk, row)
    _gates(desk)
    desk.ask(c.AddNote("Telefonie war von 00:31 bis 02:12 unterbrochen, wie angekündigt."), 3)
    desk.ask(c.Close(reason="Abgenommen am Telefon durch Frau Öztürk."), 2)


def _change_server(desk: Desk, host: str, here: str, boot: str) -> None:
    """The machine dies; somebody goes on at another one."""
    desk.host, desk.here, desk.boot = host, here, boot
    desk.happen(e.Recovered(117, "5c" * 32), 6)
    desk.happen(e.Resumed(desk.company, here, "0.1.0"))


def _gates(desk: Desk) -> None:
    for phase in view(desk.runbook, desk.state).gates_waiting():
        desk.ask(c.PassGate(phase.id, "Code im Ticket CHG-20817 notiert."), 1)


def _do(desk: Desk, row: StepView) -> None:
    step, minutes = row.step.id, max(1.0, row.minutes * 0.8)
    if step == "restore-rights":
        desk.ask(c.Deviate(step, "Der DBA trägt die Rechte am Montag selbst nach; db_owner ist gesetzt."), 2)
    elif step == "new-backup-plan":
        desk.ask(
            c.Defer(step, "Backupplan gehört dem Rechenzentrum.", "Team Backup, Hr. Weiß", "2026-11-13"), 1
        )
    elif row.mark is Mark.OPTIONAL and step not in ("patches", "rework-ip", "rework-external"):
        desk.ask(c.Skip(step, "Nicht in Gebrauch." if step == "mapi" else ""), 1)
    else:
        otherwise = (
            "1433" if row.step.observe and row.step.observe.type is InputType.PORT else "geprüft, in Ordnung"
        )
        value = _VALUES.get(step, otherwise) if row.step.observe else None
        source = "antworten-werft.yaml" if step == "test-calendar" else "person"
        desk.ask(c.Tick(step, observed=value, source=source), minutes)
    if step in _NOTES:
        desk.ask(c.AddNote(_NOTES[step], step), 1)
    if step == "start-service":
        desk.ask(c.Reopen(step, "Dienst hielt nach zwei Minuten wieder an: Tabellen unvollständig."), 4)
        desk.ask(c.Tick(step), 9)
    if step == "backup-share-folder":
        desk.ask(c.SetInput("backup_share", "\\\\SQL01\\XPBackup", "Freigabe heißt beim DBA anders."), 1)
    if step == "carry-backup":
        desk.happen(e.ClockStepped(-3600.0))


def main(folder: Path) -> None:
    """Write the run and its reports in both languages."""
    desk = plan_c()
    work_through(desk)
    run = desk.store(folder / desk.run)
    for language in ("de", "en"):
        for kind in FORMATS:
            data = make_report(run, kind, language, desk.now + 600, zone=ZONE)
            (folder / f"report-{language}.{kind}").write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
