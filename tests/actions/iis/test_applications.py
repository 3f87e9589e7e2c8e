"""Finding applications by their folders, and telling their answers apart."""

from __future__ import annotations

import pytest

from tests.actions.iis.fakes import ADMIN_URL, BELOW, FakePages, iis, pool, site
from tests.actions.jobs import TestJob, in_words
from xprunbook.actions.catalogue import ActionKinds
from xprunbook.run.contract import Check, Finding, Inspection
from xprunbook.runbook.substitute import Filled
from xprunbook.systems.ports_windows import PoolState, WebApplication
from xprunbook.systems.trouble import Refused, Trouble

S, N, B, U = Finding.SATISFIED, Finding.NEEDED, Finding.BLOCKED, Finding.UNKNOWN
STATS = "//localhost/XPhoneConnect/Stats"


def _kind(name: str) -> Check:
    found = ActionKinds().load(name)
    assert found is not None
    return found


def _asked(page: tuple[int, bytes] | Refused, **given: Filled) -> Inspection:
    server = iis(pool("XPhoneConnectSites", PoolState.STOPPED))
    pages = FakePages({ADMIN_URL: page})
    parameters: dict[str, Filled] = {"below": BELOW, "folder": "WebConfiguration", **given}
    return _kind("iis.responds").inspect(TestJob(parameters, site(server, network=pages)))


@pytest.mark.parametrize(
    ("status", "finding", "code"),
    [
        (200, S, "responds.fine"),
        (302, S, "responds.fine"),
        (401, S, "responds.logon"),
        (403, S, "responds.forbidden"),
        (404, N, "responds.missing"),
        (410, N, "responds.other"),
        (500, N, "responds.broken"),
        (502, N, "responds.broken"),
        (503, N, "responds.stopped"),
    ],
)
def test_answers_are_told_apart(status: int, finding: Finding, code: str) -> None:
    """401 lives; 503 is the pool's; each in words."""
    found = _asked((status, b""))
    assert (found.finding, found.says.code) == (finding, code)
    assert str(status) in in_words(_kind("iis.responds"), found)
    assert ("pool.stopped" in [item.code for item in found.details]) == (status >= 500)


@pytest.mark.parametrize("code", ["500.19", "500.21", "500.30", "500.31", "502.5"])
def test_the_number_behind_the_point_is_explained(code: str) -> None:
    """IIS writes it into its page in every language."""
    found = _asked((int(code[:3]), f"<h2>HTTP-Fehler {code} - …</h2>".encode()))
    assert f"code.{code}" in [item.code for item in found.details]


def test_an_unknown_number_behind_the_point_is_left_alone() -> None:
    """No sentence is better than a wrong one."""
    assert [item.code for item in _asked((500, b"HTTP Error 500.99")).details] == ["pool.stopped"]


@pytest.mark.parametrize(("trouble", "finding"), [(Trouble.CERTIFICATE, U), (Trouble.CLOSED, B)])
def test_no_answer_is_no_verdict_on_the_application(trouble: Trouble, finding: Finding) -> None:
    """A certificate of another name leaves it open; nobody listening does not."""
    assert _asked(Refused(trouble, ADMIN_URL)).finding is finding


def test_http_is_asked_before_https() -> None:
    """Its certificate cannot be wrong; https is the second try."""
    parameters: dict[str, Filled] = {"below": BELOW, "folder": "WebStats"}
    answers: tuple[tuple[int, bytes] | Refused, str]
    for answers in (
        ((200, b""), f"http:{STATS}"),
        (Refused(Trouble.CLOSED, f"http:{STATS}"), f"https:{STATS}"),
    ):
        pages = FakePages({f"http:{STATS}": answers[0], f"https:{STATS}": (200, b"")})
        found = _kind("iis.responds").inspect(TestJob(parameters, site(iis(), network=pages)))
        assert found.evidence["url"] == answers[1]


def test_a_host_takes_the_place_of_localhost() -> None:
    """For a certificate's name."""
    parameters: dict[str, Filled] = {"below": BELOW, "folder": "WebConfiguration", "host": "xph.corp.example"}
    pages = FakePages({"http://xph.corp.example/XPhoneConnect/Config": (200, b"")})
    found = _kind("iis.responds").inspect(TestJob(parameters, site(iis(), network=pages)))
    assert found.finding is S


def test_only_what_lies_below_the_path_is_found() -> None:
    """``/XPhoneConnectOther`` does not; letters in any case; without folders all are told."""
    check = _kind("iis.applications")
    found = check.inspect(TestJob({"below": "/xphoneconnect/"}, site(iis())))
    assert [app["path"] for app in found.evidence["applications"]] == [  # type: ignore[union-attr,index,call-overload]
        "/XPhoneConnect/Config",
        "/XPhoneConnect/Stats",
    ]


def test_found_applications_are_told_with_their_addresses() -> None:
    """What a person needs for the browser."""
    check = _kind("iis.applications")
    given: dict[str, Filled] = {"below": BELOW, "folders": ("WebConfiguration=Web-Admin", "PushProxy")}
    found = check.inspect(TestJob(given, site(iis())))
    words = in_words(check, found)
    assert "Missing below /XPhoneConnect: PushProxy." in words
    assert f"Web-Admin: {ADMIN_URL} (pool XPhoneConnectSites" in words


def test_an_application_without_an_address_is_said() -> None:
    """Bindings of other protocols only."""
    apps = (WebApplication("S", "/XPhoneConnect/A", "P", r"C:\x\WebStats"),)
    given: dict[str, Filled] = {"below": BELOW, "folder": "WebStats"}
    found = _kind("iis.responds").inspect(TestJob(given, site(iis(apps=apps), network=FakePages({}))))
    assert found.says.code == "responds.no-url"
    listed = _kind("iis.applications").inspect(TestJob({"below": BELOW}, site(iis(apps=apps))))
    assert [item.code for item in listed.details] == ["application.no-url"]
