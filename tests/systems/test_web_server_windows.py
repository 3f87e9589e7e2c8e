"""IIS through its administration objects: what they answer, what they refuse, and where a password goes."""

from __future__ import annotations

import sys
import traceback
from typing import Any

import pytest

from tests.systems.com import (
    CLASS_NOT_REGISTERED,
    DISP_E_EXCEPTION,
    E_ACCESSDENIED,
    Admin,
    ComError,
    pool,
    site,
    unmade,
    win32,
)
from xprunbook.run.contract import NotHere
from xprunbook.systems.ports_windows import Pool, PoolIdentity, PoolState, WebServer
from xprunbook.systems.trouble import Refused, Trouble
from xprunbook.systems.web_server_windows import WRITER, IisWebServer

FITS: type[WebServer] = IisWebServer
CANARY = "Kanarienvogel-4711!"


def _iis(admin: Admin) -> IisWebServer:
    return IisWebServer("en", admin.manager)


def _raising(error: Exception) -> Any:
    def deed() -> None:
        raise error

    return deed


@pytest.mark.parametrize(
    ("given", "state"),
    [
        (0, PoolState.STARTING),
        (1, PoolState.STARTED),
        (2, PoolState.STOPPING),
        (3, PoolState.STOPPED),
        (4, PoolState.UNKNOWN),
        (9, PoolState.UNKNOWN),
        (None, PoolState.UNKNOWN),
        ("Stopped", PoolState.STOPPED),
        ("3", PoolState.STOPPED),
        (ComError(win32(1062)), PoolState.UNKNOWN),
    ],
)
def test_states_are_read_by_number(given: Any, state: PoolState) -> None:
    """The documented numbers; a service that does not answer makes a state nobody knows."""
    assert _iis(Admin([pool("P", given)])).pools() == (Pool("P", state, PoolIdentity.APPLICATION_POOL),)


@pytest.mark.parametrize(
    ("given", "identity"),
    [(3, 3), ("3", 3), ("SpecificUser", 3), ("ApplicationPoolIdentity", 4), ("NetworkService", 2), (0, 0)],
)
def test_identities_are_read_by_number_or_word(given: Any, identity: int) -> None:
    """A user counts for a specific one only; an old name may still stand in the configuration."""
    found = _iis(Admin([pool("P", 1, given, r"CORP\svc")])).pools()[0]
    assert found.identity == identity
    assert found.user == (r"CORP\svc" if identity == 3 else "")


def test_applications_come_with_folder_pool_and_addresses() -> None:
    """Bindings of http and https; a port of its own, a host name, an address; others are none."""
    bindings = [
        ("http", "*:80:"),
        ("https", "*:8443:xph.corp.example"),
        ("http", "192.0.2.1:8080:"),
        ("http", "[::1]:81:"),
        ("net.tcp", "808:*"),
        ("http", "broken"),
    ]
    admin = Admin(
        sites=[
            site(
                "Default Web Site",
                bindings,
                ("/XPhoneConnect/Admin", "XPhoneConnectSites", r"C:\X\WebConfiguration"),
                ("/", "", r"C:\inetpub"),
            )
        ]
    )
    found = _iis(admin).applications()
    assert found[0].urls == (
        "http://localhost/XPhoneConnect/Admin",
        "https://xph.corp.example:8443/XPhoneConnect/Admin",
        "http://192.0.2.1:8080/XPhoneConnect/Admin",
        "http://[::1]:81/XPhoneConnect/Admin",
    )
    assert (found[0].pool, found[0].folder) == ("XPhoneConnectSites", r"C:\X\WebConfiguration")
    assert found[1].pool == "DefaultAppPool"


def test_a_user_is_set_and_committed() -> None:
    """Identity, name and password in one commit of the server's own configuration, by the object that writes."""
    given = pool("XPhoneConnectAnalytics")
    admin = Admin([pool("Other"), given])
    _iis(admin).set_pool_user("xphoneconnectanalytics", r"CORP\svc", CANARY)
    model = given.ChildElements.Item("processModel")
    values = [model.Properties.Item(name).Value for name in ("identityType", "userName", "password")]
    assert values == ["SpecificUser", r"CORP\svc", CANARY]
    assert (admin.committed, admin.made, admin.open) == (["MACHINE/WEBROOT/APPHOST"], [WRITER], 0)


def test_a_built_in_identity_forgets_the_user() -> None:
    """Name and password of before do not stay behind."""
    given = pool("P", 1, 3, r"CORP\svc")
    admin = Admin([given])
    _iis(admin).set_pool_identity("P", PoolIdentity.APPLICATION_POOL)
    model = given.ChildElements.Item("processModel")
    values = [model.Properties.Item(name).Value for name in ("identityType", "userName", "password")]
    assert values == ["ApplicationPoolIdentity", "", ""]


@pytest.mark.parametrize(("order", "number"), [("Start", 1056), ("Stop", 1062)], ids=["start", "stop"])
def test_what_is_so_already_stays_so(order: str, number: int) -> None:
    """1056 and 1062 are success; of another order they are not."""
    error = ComError(DISP_E_EXCEPTION, win32(number))
    iis = _iis(Admin([pool("P", methods={order: _raising(error), "Recycle": _raising(error)})]))
    (iis.start_pool if order == "Start" else iis.stop_pool)("P")
    with pytest.raises(Refused) as refused:
        iis.recycle_pool("P")
    assert refused.value.number == number


def test_orders_are_executed() -> None:
    """Each by its own method of the pool's element."""
    done: list[str] = []
    methods = {name: (lambda name=name: done.append(name)) for name in ("Start", "Stop", "Recycle")}
    iis = _iis(Admin([pool("P", methods=methods)]))
    iis.start_pool("P")
    iis.stop_pool("P")
    iis.recycle_pool("P")
    assert done == ["Start", "Stop", "Recycle"]


def test_a_pool_that_is_not_there_is_said() -> None:
    """Nothing is changed, and nothing committed."""
    admin = Admin([pool("P")])
    with pytest.raises(Refused) as refused:
        _iis(admin).set_pool_user("Q", "u", CANARY)
    assert refused.value.trouble is Trouble.MISSING
    assert not admin.committed


def test_not_elevated_is_denied() -> None:
    """Configuration and states are an administrator's; the number says so."""
    with pytest.raises(Refused) as refused:
        _iis(Admin([pool("P", ComError(E_ACCESSDENIED))])).pools()
    assert (refused.value.trouble, refused.value.number) == (Trouble.DENIED, 5)


@pytest.mark.parametrize("hresult", [CLASS_NOT_REGISTERED, -2147221005])
def test_without_iis_it_is_not_here(hresult: int) -> None:
    """The objects are not registered (the second number is what an emulated Windows answers)."""

    with pytest.raises(NotHere):
        IisWebServer("de", unmade(ComError(hresult))).pools()


@pytest.mark.skipif(sys.platform == "win32", reason="there are such objects on Windows")
def test_elsewhere_it_is_not_here() -> None:
    """Without pywin32."""
    with pytest.raises(NotHere):
        IisWebServer("en").pools()


def _refusing(value: Any) -> None:
    raise ComError(DISP_E_EXCEPTION, win32(1326), f"'{value}' is not a valid password")


def _trail(error: BaseException) -> str:
    """Everything an error says: itself, its causes and contexts, as a traceback prints them."""
    return "".join(traceback.format_exception(error)) + repr(error.__context__) + repr(error.__cause__)


def test_a_password_is_in_no_error() -> None:
    """Even if the object quotes it: words are dropped, and the object's error is no context."""
    with pytest.raises(Refused) as refused:
        _iis(Admin([pool("P", refuse=_refusing)])).set_pool_user("P", "u", CANARY)
    assert (refused.value.trouble, refused.value.number) == (Trouble.LOGON, 1326)
    assert CANARY not in _trail(refused.value)


def test_the_canary_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sabotage: with the words passed on, the test above is red."""
    from xprunbook.systems import web_server_windows as module

    def telling(error: Any, target: str) -> Refused:
        return Refused(Trouble.LOGON, target, 1326, str(error.excepinfo[2]))

    monkeypatch.setattr(module, "_refused", telling)
    with pytest.raises(Refused) as refused:
        _iis(Admin([pool("P", refuse=_refusing)])).set_pool_user("P", "u", CANARY)
    assert CANARY in _trail(refused.value)


def test_words_are_never_passed_on() -> None:
    """Neither of a look nor of an order: the number says what it is."""
    iis = IisWebServer("en", unmade(ComError(DISP_E_EXCEPTION, win32(13), "applicationHost.config, line 7")))
    for deed in (iis.applications, iis.pools, lambda: iis.start_pool("P")):
        with pytest.raises(Refused) as refused:
            deed()
        assert (refused.value.number, refused.value.said) == (13, "")
