"""The IIS of this machine through its administration objects (COM), each asked anew: they keep what they once read.

Names of sections, elements and attributes: Microsoft, "IIS configuration reference", whose samples use these objects.
The password of a pool goes to the object's property and nowhere else; IIS encrypts it when the change is committed
(domain fact G21). What COM says in words is never passed on: it could quote a value. Numbers say enough.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from ntpath import expandvars
from typing import Any, Final, TypeAlias, TypeVar

from xprunbook.base.language import Language, Texts
from xprunbook.run.contract import NotHere
from xprunbook.systems.ports_windows import Pool, PoolIdentity, PoolState, WebApplication
from xprunbook.systems.trouble import WINDOWS, Refused, Trouble

Answer = TypeVar("Answer")

READER: Final = "Microsoft.ApplicationHost.AdminManager"
WRITER: Final = "Microsoft.ApplicationHost.WritableAdminManager"

Manager: TypeAlias = Callable[[str], AbstractContextManager[Any]]
"""Makes the administration object of this name; it is given back at the end of the block."""

_HOST: Final = "MACHINE/WEBROOT/APPHOST"
_POOLS: Final = "system.applicationHost/applicationPools"
_SITES: Final = "system.applicationHost/sites"

_STATES: Final = (
    PoolState.STARTING,
    PoolState.STARTED,
    PoolState.STOPPING,
    PoolState.STOPPED,
    PoolState.UNKNOWN,
)
"""By number (Microsoft, "ApplicationPool.GetState Method")."""

_IDENTITIES: Final = {
    "localsystem": PoolIdentity.LOCAL_SYSTEM,
    "localservice": PoolIdentity.LOCAL_SERVICE,
    "networkservice": PoolIdentity.NETWORK_SERVICE,
    "specificuser": PoolIdentity.SPECIFIC_USER,
    "applicationpoolidentity": PoolIdentity.APPLICATION_POOL,
}
"""The words of the configuration (Microsoft, "Process Model Settings for an Application Pool"); a number may come."""

_WORDS: Final = {
    PoolIdentity.LOCAL_SYSTEM: "LocalSystem",
    PoolIdentity.LOCAL_SERVICE: "LocalService",
    PoolIdentity.NETWORK_SERVICE: "NetworkService",
    PoolIdentity.SPECIFIC_USER: "SpecificUser",
    PoolIdentity.APPLICATION_POOL: "ApplicationPoolIdentity",
}

_ABSENT: Final = frozenset((0x80040154, 0x800401F3))
"""REGDB_E_CLASSNOTREG and CO_E_CLASSSTRING: the objects are not installed, so IIS is not either."""

_EXCEPTION: Final = 0x80020009
"""DISP_E_EXCEPTION: the real number stands in the details of the error."""

_RUNS_ALREADY: Final = 1056
_NOT_RUNNING: Final = 1062
"""What ``Start`` and ``Stop`` say of a pool that is so already; ``Recycle`` says 1062 of one that does not run."""

_EVERY_ADDRESS: Final = frozenset(("", "*", "0.0.0.0", "[::]"))
_DEFAULT_PORTS: Final = {"http": "80", "https": "443"}

TEXTS: Final = Texts(
    {
        "no-iis": (
            "Auf diesem Rechner ist kein IIS eingerichtet.",
            "There is no IIS on this machine.",
        ),
    }
)


class IisWebServer:
    """IIS as the port ``WEB_SERVER`` wants it."""

    def __init__(self, language: Language, manager: Manager | None = None) -> None:
        """``manager``: otherwise the objects of this machine; tests give documented answers."""
        self._language: Final[Language] = language
        self._manager: Final = manager or com_manager

    def pools(self) -> tuple[Pool, ...]:
        """All application pools, in the order of the configuration."""

        def read(manager: Any) -> tuple[Pool, ...]:
            section = manager.GetAdminSection(_POOLS, _HOST)
            return tuple(_pool(element) for element in _elements(section.Collection, "add"))

        return self._ask(READER, "IIS", read)

    def applications(self) -> tuple[WebApplication, ...]:
        """All applications of all sites."""

        def read(manager: Any) -> tuple[WebApplication, ...]:
            section = manager.GetAdminSection(_SITES, _HOST)
            otherwise = _text(section.ChildElements.Item("applicationDefaults"), "applicationPool")
            sites = _elements(section.Collection, "site")
            return tuple(made for site in sites for made in _applications(site, otherwise))

        return self._ask(READER, "IIS", read)

    def set_pool_user(self, pool: str, user: str, password: str | None) -> None:
        """Give a pool a specific user."""
        self._set_identity(pool, PoolIdentity.SPECIFIC_USER, user, password or "")

    def set_pool_identity(self, pool: str, identity: PoolIdentity) -> None:
        """Give a pool a built-in identity; a user and password that were there are forgotten."""
        self._set_identity(pool, identity, "", "")

    def start_pool(self, pool: str) -> None:
        """Start a pool; one that is started stays so."""
        self._order(pool, "Start", _RUNS_ALREADY)

    def stop_pool(self, pool: str) -> None:
        """Stop a pool; one that is stopped stays so."""
        self._order(pool, "Stop", _NOT_RUNNING)

    def recycle_pool(self, pool: str) -> None:
        """Let a pool begin anew; Refused 1062 if it does not run."""
        self._order(pool, "Recycle")

    def _set_identity(self, pool: str, identity: PoolIdentity, user: str, password: str) -> None:
        def change(manager: Any) -> None:
            manager.CommitPath = _HOST
            model = _found(manager, pool).ChildElements.Item("processModel")
            _set(model, "identityType", _WORDS[identity])
            _set(model, "userName", user)
            _set(model, "password", password)
            manager.CommitChanges()

        self._ask(WRITER, pool, change)

    def _order(self, pool: str, method: str, fine: int = 0) -> None:
        """Have a pool do something; ``fine``: the number that says it was done already."""
        try:
            self._ask(WRITER, pool, lambda manager: _execute(_found(manager, pool), method))
        except Refused as refused:
            if not fine or refused.number != fine:
                raise

    def _ask(self, name: str, target: str, deed: Callable[[Any], Answer]) -> Answer:
        """Do something with an administration object; what it raises becomes a refusal by number."""
        trouble: Refused | None = None
        try:
            with self._manager(name) as manager:
                return deed(manager)
        except (Refused, NotHere):
            raise
        except ImportError:
            pass
        except Exception as error:
            # COM's class of errors is pywin32's, and is not imported for this; anything else is a defect.
            if not isinstance(getattr(error, "hresult", None), int):
                raise
            trouble = _refused(error, target)
        # Raised out here, so that an error whose words may quote a value is not even its context.
        if trouble is None:
            raise NotHere(TEXTS.say("no-iis", self._language))
        raise trouble


@contextmanager
def com_manager(name: str) -> Iterator[Any]:
    """The administration object of this machine, on whatever thread this is."""
    com, client = import_module("pythoncom"), import_module("win32com.client")
    com.CoInitialize()
    try:
        yield client.Dispatch(name)
    finally:
        com.CoUninitialize()


def _refused(error: Any, target: str) -> Refused | None:
    """The refusal in an error of COM, without its words; None when there is no IIS."""
    number = error.hresult & 0xFFFFFFFF
    details = getattr(error, "excepinfo", None)
    inner = details[5] if isinstance(details, tuple) and len(details) >= 6 else 0
    if number == _EXCEPTION and isinstance(inner, int) and inner:
        number = inner & 0xFFFFFFFF
    if number in _ABSENT:
        return None
    if number >> 16 == 0x8007:  # a Win32 number in COM's clothes
        number &= 0xFFFF
    return Refused(WINDOWS.get(number, Trouble.OTHER), target, number)


def _execute(element: Any, method: str) -> None:
    element.Methods.Item(method).CreateInstance().Execute()


def _found(manager: Any, pool: str) -> Any:
    """The element of a pool; Refused if there is none of this name."""
    section = manager.GetAdminSection(_POOLS, _HOST)
    for element in _elements(section.Collection, "add"):
        if _text(element, "name").casefold() == pool.casefold():
            return element
    raise Refused(Trouble.MISSING, pool, 2)


def _elements(collection: Any, name: str) -> Iterator[Any]:
    """The elements of this name in a collection, which counts and gives by number."""
    for at in range(int(collection.Count)):
        element = collection.Item(at)
        if element.Name == name:
            yield element


def _value(element: Any, name: str) -> Any:
    return element.GetPropertyByName(name).Value


def _text(element: Any, name: str) -> str:
    value = _value(element, name)
    return "" if value is None else str(value)


def _set(element: Any, name: str, value: str) -> None:
    element.Properties.Item(name).Value = value


def _pool(element: Any) -> Pool:
    model = element.ChildElements.Item("processModel")
    identity = _identity(_value(model, "identityType"))
    user = _text(model, "userName") if identity is PoolIdentity.SPECIFIC_USER else ""
    return Pool(_text(element, "name"), _state(element), identity, user, bool(_value(element, "autoStart")))


def _state(element: Any) -> PoolState:
    """The state comes from the running service, not from the configuration; without it nobody knows."""
    try:
        value = _value(element, "state")
    except Exception as error:
        if _number(error) == 5:
            raise  # not elevated: that is worth saying
        return PoolState.UNKNOWN
    if isinstance(value, str) and not value.isdecimal():
        return PoolState(value.lower()) if value.lower() in set(PoolState) else PoolState.UNKNOWN
    return _STATES[int(value)] if value is not None and 0 <= int(value) < len(_STATES) else PoolState.UNKNOWN


def _number(error: Exception) -> int:
    """The Win32 number of an error of COM; any other error is a defect and goes on."""
    if not isinstance(getattr(error, "hresult", None), int):
        raise error
    refused = _refused(error, "")
    return refused.number if refused else 0


def _identity(value: Any) -> PoolIdentity:
    if isinstance(value, str) and not value.isdecimal():
        return _IDENTITIES[value.lower()]
    return PoolIdentity(int(value))


def _applications(site: Any, otherwise: str) -> Iterator[WebApplication]:
    bases = [
        _base(binding) for binding in _elements(site.ChildElements.Item("bindings").Collection, "binding")
    ]
    for element in _elements(site.Collection, "application"):
        path = _text(element, "path") or "/"
        pool = _text(element, "applicationPool") or otherwise or "DefaultAppPool"
        urls = tuple(dict.fromkeys(f"{base}{path}" for base in bases if base))
        yield WebApplication(_text(site, "name"), path, pool, _folder(element), urls)


def _folder(application: Any) -> str:
    """Where the files of an application lie: its virtual directory ``/``."""
    for element in _elements(application.Collection, "virtualDirectory"):
        if _text(element, "path") == "/":
            return expandvars(_text(element, "physicalPath"))
    return ""


def _base(binding: Any) -> str:
    """``http://host:port`` of a binding ``address:port:host``; empty for other protocols."""
    scheme = _text(binding, "protocol").lower()
    address, _, rest = _text(binding, "bindingInformation").rpartition(":")[0].rpartition(":")
    host = _text(binding, "bindingInformation").rpartition(":")[2]
    if scheme not in _DEFAULT_PORTS or not re.fullmatch(r"[0-9]{1,5}", rest):
        return ""
    shown = host if host and "*" not in host else "localhost" if address in _EVERY_ADDRESS else address
    return f"{scheme}://{shown}" + ("" if rest == _DEFAULT_PORTS[scheme] else f":{rest}")
