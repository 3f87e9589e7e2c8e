"""IIS's administration objects as they are documented, in memory: sections, elements, properties, methods.

Shapes: Microsoft, "IIS configuration reference" (its JScript samples) and "IAppHostMethod Interface". Numbers of
states: "ApplicationPool.GetState Method". Errors are pywin32's ``com_error``: an HRESULT, and for an exception of the
object its details with the real number last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

E_ACCESSDENIED = -2147024891
"""0x80070005."""

CLASS_NOT_REGISTERED = -2147221164
"""0x80040154."""

DISP_E_EXCEPTION = -2147352567
"""0x80020009."""


def win32(number: int) -> int:
    """A Win32 number as an HRESULT, signed as pywin32 gives it."""
    return (0x80070000 | number) - 0x1_0000_0000


class ComError(Exception):
    """``pywintypes.com_error``."""

    def __init__(self, hresult: int, scode: int | None = None, words: str = "") -> None:
        super().__init__(hresult, words)
        self.hresult = hresult
        self.excepinfo = None if scode is None else (0, "ahadmin", words, None, 0, scode)


class Property:
    """A property; reading a run-time one asks the service, writing may be refused."""

    def __init__(self, value: Any, refuse: Callable[[Any], None] | None = None) -> None:
        self._value = value
        self._refuse = refuse

    @property
    def Value(self) -> Any:  # noqa: N802  # the object's name
        if isinstance(self._value, Exception):
            raise self._value
        return self._value

    @Value.setter
    def Value(self, value: Any) -> None:  # noqa: N802
        if self._refuse is not None:
            self._refuse(value)
        self._value = value


class Numbered:
    """A collection: counts, and gives by number or by name."""

    def __init__(self, items: Sequence[Any] = (), names: Mapping[str, Any] | None = None) -> None:
        self._items = list(items)
        self._names = dict(names or {})
        self.Count = len(self._items) or len(self._names)

    def Item(self, which: int | str) -> Any:  # noqa: N802
        """An entry; an unknown name is an error of the object."""
        if isinstance(which, int):
            return self._items[which]
        if which not in self._names:
            raise ComError(win32(1168))
        return self._names[which]


class Method:
    """A method of an element: an instance of it is executed."""

    def __init__(self, deed: Callable[[], None]) -> None:
        self.Execute = deed

    def CreateInstance(self) -> Method:  # noqa: N802
        """One call of it."""
        return self


class Element:
    """An element with its properties, children, own collection and methods."""

    def __init__(
        self,
        name: str,
        properties: Mapping[str, Any] | None = None,
        children: Mapping[str, Element] | None = None,
        collection: Sequence[Element] = (),
        methods: Mapping[str, Callable[[], None]] | None = None,
    ) -> None:
        self.Name = name
        values = properties or {}
        made = {key: item if isinstance(item, Property) else Property(item) for key, item in values.items()}
        self.Properties = Numbered(names=made)
        self.ChildElements = Numbered(names=children)
        self.Collection = Numbered(collection)
        self.Methods = Numbered(names={key: Method(deed) for key, deed in (methods or {}).items()})

    def GetPropertyByName(self, name: str) -> Property:  # noqa: N802
        """A property; an unknown name is an error of the object."""
        found: Property = self.Properties.Item(name)
        return found


def pool(
    name: str,
    state: Any = 1,
    identity: Any = 4,
    user: str = "",
    methods: Mapping[str, Callable[[], None]] | None = None,
    refuse: Callable[[Any], None] | None = None,
) -> Element:
    """An application pool."""
    model = Element(
        "processModel",
        {"identityType": identity, "userName": user, "password": Property("", refuse)},
    )
    properties = {"name": name, "state": state, "autoStart": True}
    return Element("add", properties, {"processModel": model}, methods=methods)


def site(name: str, bindings: Sequence[tuple[str, str]], *applications: tuple[str, str, str]) -> Element:
    """A site: bindings as protocol and information, applications as path, pool and folder."""
    bound = [Element("binding", {"protocol": kind, "bindingInformation": info}) for kind, info in bindings]
    made = [
        Element(
            "application",
            {"path": path, "applicationPool": pool_name},
            collection=[
                Element("virtualDirectory", {"path": "/other", "physicalPath": r"X:\other"}),
                Element("virtualDirectory", {"path": "/", "physicalPath": folder}),
            ],
        )
        for path, pool_name, folder in applications
    ]
    return Element("site", {"name": name}, {"bindings": Element("bindings", collection=bound)}, made)


class Admin:
    """Both administration objects of a machine, and what was committed."""

    def __init__(self, pools: Sequence[Element] = (), sites: Sequence[Element] = ()) -> None:
        defaults = Element("applicationDefaults", {"applicationPool": "DefaultAppPool"})
        self._sections = {
            "system.applicationHost/applicationPools": Element("applicationPools", collection=pools),
            "system.applicationHost/sites": Element(
                "sites", children={"applicationDefaults": defaults}, collection=sites
            ),
        }
        self.CommitPath = ""
        self.committed: list[str] = []
        self.made: list[str] = []
        self.open = 0

    def GetAdminSection(self, name: str, path: str) -> Element:  # noqa: N802
        """A section of the server's own configuration."""
        assert path == "MACHINE/WEBROOT/APPHOST"
        return self._sections[name]

    def CommitChanges(self) -> None:  # noqa: N802
        """Write what was changed."""
        self.committed.append(self.CommitPath)

    @contextmanager
    def manager(self, name: str) -> Iterator[Admin]:
        """In place of making the object."""
        self.made.append(name)
        self.open += 1
        try:
            yield self
        finally:
            self.open -= 1


def unmade(error: Exception) -> Callable[[str], AbstractContextManager[Any]]:
    """Objects that cannot even be made."""

    def manager(name: str) -> AbstractContextManager[Any]:
        raise error

    return manager
