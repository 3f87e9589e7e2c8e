"""The applications of a path: found by the folder their files lie in, never by a guessed address; what they answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar, Final
from urllib.parse import urlsplit, urlunsplit

from xprunbook.actions.iis.common import LOOK, line, pool_named
from xprunbook.actions.iis.texts import TEXTS
from xprunbook.actions.kinds import spec_of
from xprunbook.actions.parameters import names, number, text
from xprunbook.actions.troubles import blocked, helped_by
from xprunbook.base.language import Texts
from xprunbook.base.text import one_line
from xprunbook.run.contract import Finding, Inspection, Job, Json, Statement, Traits
from xprunbook.runbook.kinds import Kind
from xprunbook.systems.ports import NETWORK, Answer
from xprunbook.systems.ports_windows import WEB_SERVER, PoolState, WebApplication
from xprunbook.systems.trouble import Refused, Trouble

_CODE: Final = re.compile(rb"\b(50[0-9]\.[0-9]{1,2})\b")
"""The number behind the point as IIS writes it into its error pages, in every language."""


class Applications:
    """``iis.applications``: the applications below a path are there, with pool, folder and address."""

    spec: ClassVar[Kind] = spec_of("iis.applications")
    traits: ClassVar[Traits] = LOOK
    texts: ClassVar[Texts] = TEXTS

    def inspect(self, job: Job) -> Inspection:
        """Read the sites, and match folders."""
        below, wanted = text(job.parameters, "below"), _titles(names(job.parameters, "folders"))
        try:
            found = _below(job, below)
        except Refused as refused:
            return blocked(refused, job)
        helps = Statement("applications.missing.helps")
        if not found:
            says = Statement("applications.none", {"below": below})
            return Inspection(Finding.NEEDED, says, helps, jump=helped_by(job))
        named = {title: [app for app in found if _lies_in(app, folder)] for folder, title in wanted.items()}
        absent = [title for title, apps in named.items() if not apps]
        titles = {id(app): title for title, apps in named.items() for app in apps}
        shown = [app for app in found if id(app) in titles] if wanted else list(found)
        details = [_line(app, titles.get(id(app), app.path)) for app in shown]
        facts: dict[str, Json] = {"applications": [_fact(app, titles.get(id(app), "")) for app in found]}
        if absent:
            says = Statement("applications.missing", {"below": below, "names": ", ".join(absent)})
            return Inspection(
                Finding.NEEDED, says, helps, evidence=facts, details=details, jump=helped_by(job)
            )
        told = ", ".join(titles.get(id(app), app.path) for app in shown)
        says = Statement("applications.found", {"below": below, "names": told})
        return Inspection(Finding.SATISFIED, says, evidence=facts, details=details)


class Responds:
    """``iis.responds``: an application, chosen by its folder, answers at the address IIS has for it."""

    spec: ClassVar[Kind] = spec_of("iis.responds")
    traits: ClassVar[Traits] = LOOK
    texts: ClassVar[Texts] = TEXTS

    def inspect(self, job: Job) -> Inspection:
        """Find it, and ask for its page from this machine, http before https."""
        try:
            found = _application(job, Finding.NEEDED)
        except Refused as refused:
            return blocked(refused, job)
        return found if isinstance(found, Inspection) else _asked(job, *found)


def address_of(job: Job) -> str | Inspection:
    """The first address of the application a job names, or why there is none: blocked. Raises Refused."""
    found = _application(job, Finding.BLOCKED)
    return found if isinstance(found, Inspection) else found[1][0]


def _application(job: Job, missing: Finding) -> tuple[WebApplication, list[str]] | Inspection:
    """The application a job names by its folder, with its addresses; otherwise what is missing."""
    below, folder = text(job.parameters, "below"), text(job.parameters, "folder")
    found = [app for app in _below(job, below) if _lies_in(app, folder)]
    if not found:
        says = Statement("applications.missing", {"below": below, "names": one_line(folder, 100)})
        return Inspection(missing, says, Statement("applications.missing.helps"), jump=helped_by(job))
    urls = _urls(found[0], text(job.parameters, "host"))
    if not urls:
        return Inspection(missing, Statement("responds.no-url", {"name": found[0].path}))
    return found[0], urls


def _asked(job: Job, app: WebApplication, urls: Iterable[str]) -> Inspection:
    """What the first address that answers says."""
    seconds = float(min(300, max(1, number(job.parameters, "seconds", 20))))
    refusal: Refused | None = None
    for url in urls:
        try:
            answer = job.site.system(NETWORK).get(url, seconds, job)
        except Refused as refused:
            refusal = refusal or refused
            continue
        return _judged(job, app, url, answer)
    assert refusal is not None
    if refusal.trouble is Trouble.CERTIFICATE:
        says = Statement("responds.certificate", {"url": refusal.target})
        return Inspection(Finding.UNKNOWN, says, Statement("responds.certificate.helps"), jump=helped_by(job))
    return blocked(refusal, job)


def _judged(job: Job, app: WebApplication, url: str, answer: Answer) -> Inspection:
    status = answer.status
    values: dict[str, str | int] = {"url": answer.url, "status": status}
    facts: dict[str, Json] = {
        **_fact(app),
        "url": answer.url,
        "status": status,
        "ms": round(answer.seconds * 1000),
    }
    details = [Statement("responds.redirected", {"url": url})] if answer.redirects else []
    alive = {401: "responds.logon", 403: "responds.forbidden"}.get(status)
    if 200 <= status < 400 or alive:
        says = Statement(alive or "responds.fine", values)
        return Inspection(Finding.SATISFIED, says, evidence=facts, details=details)
    helps: Statement | None = None
    if status == 503:
        code, helps = "responds.stopped", Statement("responds.stopped.helps")
        values["pool"] = app.pool
    elif status >= 500:
        code, helps = "responds.broken", Statement("responds.broken.helps")
    else:
        code = "responds.missing" if status == 404 else "responds.other"
    if status >= 500:
        details += _causes(job, app, answer)
    return Inspection(
        Finding.NEEDED, Statement(code, values), helps, evidence=facts, details=details, jump=helped_by(job)
    )


def _causes(job: Job, app: WebApplication, answer: Answer) -> list[Statement]:
    """What the number behind the point means, and a pool that does not run."""
    found = []
    if (code := _CODE.search(answer.body)) and f"code.{code[1].decode()}" in TEXTS.table:
        found.append(Statement(f"code.{code[1].decode()}"))
    try:
        pool = pool_named(job, app.pool)
    except Refused:
        return found  # the page was the question
    if pool is not None and pool.state is not PoolState.STARTED:
        found.append(line(pool))
    return found


def _below(job: Job, below: str) -> tuple[WebApplication, ...]:
    """The applications of a path and below it, in any letter case as IIS takes them."""
    top = "/" + below.strip("/").casefold()
    return tuple(
        app
        for app in job.site.system(WEB_SERVER).applications()
        if top in ("/", app.path.casefold().rstrip("/")) or app.path.casefold().startswith(f"{top}/")
    )


def _lies_in(app: WebApplication, folder: str) -> bool:
    """Whether a part of an application's path on the disk has this name."""
    return folder.casefold() in app.folder.casefold().replace("/", "\\").split("\\")


def _titles(entries: Iterable[str]) -> dict[str, str]:
    """``FOLDER=title`` entries; a folder alone is its own title."""
    parts = (entry.partition("=") for entry in entries if entry.strip())
    return {folder.strip(): one_line(title.strip() or folder.strip(), 100) for folder, _, title in parts}


def _urls(app: WebApplication, host: str) -> list[str]:
    """The addresses, http first: its certificate cannot be wrong."""
    urls = sorted(app.urls, key=lambda url: not url.startswith("http:"))
    return [_with_host(url, host) for url in urls] if host else urls


def _with_host(url: str, host: str) -> str:
    parts = urlsplit(url)
    if parts.hostname != "localhost":
        return url
    port = f":{parts.port}" if parts.port else ""
    return urlunsplit((parts.scheme, f"{host}{port}", parts.path, parts.query, ""))


def _line(app: WebApplication, name: str) -> Statement:
    values: dict[str, str | int] = {"name": name, "pool": app.pool, "folder": one_line(app.folder, 300)}
    if not app.urls:
        return Statement("application.no-url", values)
    return Statement("application.line", {**values, "url": app.urls[0]})


def _fact(app: WebApplication, title: str = "") -> dict[str, Json]:
    return {
        "title": title,
        "site": app.site,
        "path": app.path,
        "pool": app.pool,
        "folder": app.folder,
        "urls": list(app.urls),
    }
