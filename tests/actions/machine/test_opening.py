"""Opening a program: what is handed over, how long is waited, and what each refusal says."""

from __future__ import annotations

import json
from typing import Final

import pytest

from tests.actions.conformance import CANARY
from tests.actions.jobs import TestJob, in_words
from tests.actions.machine.conforming import TOOL
from tests.actions.machine.fakes import FakeMachine, site
from xprunbook.actions.machine.opening import ProgramOpen
from xprunbook.base.language import LANGUAGES
from xprunbook.run.contract import ActionFailed, Cancelled, Credential, Finding
from xprunbook.runbook.substitute import Filled, SecretHandle

ACCOUNT: Final = r"CORP\svc-xphone"
KIND: Final = ProgramOpen()


def _job(machine: FakeMachine, account: str = ACCOUNT) -> TestJob:
    given: dict[str, Filled] = {
        "program": TOOL,
        "arguments": ("/x y",),
        "account": account,
        "password": SecretHandle("svc"),
    }
    return TestJob(given, site(machine, files={TOOL: b"MZ"}), secrets={"svc": Credential("", CANARY)})


def test_the_password_goes_to_the_system_and_nowhere_else() -> None:
    machine = FakeMachine()
    job = _job(machine)
    found = KIND.inspect(job)
    plan = KIND.plan(job, found)
    KIND.apply(plan, job)
    assert machine.opened == [(TOOL, ("/x y",), ACCOUNT, CANARY)]
    everything = json.dumps([dict(found.evidence), *(dict(one.data) for one in plan.operations)])
    assert CANARY not in everything + plan.operations[0].text + "\n".join(job.told) + in_words(KIND, found)
    assert plan.operations[0].data["password"] == {"secret": "svc"}
    assert plan.operations[0].text == f'{TOOL} "/x y"\n{ACCOUNT} <svc>'
    assert job.processes == [(4711, "1")]


def test_ones_own_account_needs_no_password() -> None:
    machine = FakeMachine()
    job = _job(machine, r"example\ANNA")
    KIND.apply(KIND.plan(job, KIND.inspect(job)), job)
    assert machine.opened == [(TOOL, ("/x y",), "", "")]
    assert not job.asked


def test_where_nobody_sees_a_window_the_command_is_said() -> None:
    found = KIND.inspect(_job(FakeMachine(has_desktop=False)))
    assert found.finding is Finding.BLOCKED
    assert r'runas /user:CORP\svc-xphone "D:\Apps\XPhone\tool.exe \"/x y\""' in in_words(KIND, found)


@pytest.mark.parametrize("number", [1326, 1331, 1385, 740, 1223, 1058])
def test_each_refusal_says_what_helps(number: int) -> None:
    job = _job(FakeMachine(refuses=number))
    plan = KIND.plan(job, KIND.inspect(job))
    with pytest.raises(ActionFailed) as failed:
        KIND.apply(plan, job)
    assert str(number) in failed.value.message
    assert failed.value.hint
    for language in LANGUAGES:
        assert KIND.texts.say(failed.value.says.code, language, **failed.value.says.values)
    assert CANARY not in f"{failed.value} {failed.value.hint}"


def test_a_logon_that_was_not_asked_for_is_the_systems_own_word() -> None:
    job = _job(FakeMachine(refuses=1326), r"example\anna")
    with pytest.raises(ActionFailed) as failed:
        KIND.apply(KIND.plan(job, KIND.inspect(job)), job)
    assert failed.value.says.code.startswith("trouble.")


def test_who_stops_waiting_is_told_that_the_window_stays() -> None:
    job = _job(FakeMachine(waits=True))
    with pytest.raises(Cancelled, match="stays open") as cancelled:
        KIND.apply(KIND.plan(job, KIND.inspect(job)), job)
    assert cancelled.value.known
