"""Looking at the network from this machine: a name, a port, a web page."""

from __future__ import annotations

from typing import ClassVar, Final

from xprunbook.actions.kinds import spec_of
from xprunbook.actions.parameters import number, text
from xprunbook.actions.troubles import blocked, helped_by, texts
from xprunbook.base.language import Texts
from xprunbook.run.contract import Effect, Finding, Inspection, Job, Json, Reach, Statement, Traits
from xprunbook.runbook.kinds import Kind
from xprunbook.systems.ports import NETWORK, Answer
from xprunbook.systems.trouble import Refused

_LOOK: Final = Traits(Reach.REMOTE, Effect.READ_ONLY, seconds=60)

_TEXTS: Final = texts(
    {
        "tcp.open": (
            "{host}, Port {port}: Verbindung in {milliseconds} ms.",
            "{host}, port {port}: connected in {milliseconds} ms.",
        ),
        "tcp.service": (
            "Ein offener Port sagt noch nicht, dass der Dienst dahinter arbeitet.",
            "An open port does not say that the service behind it works.",
        ),
        "dns.found": ("{host} heißt {addresses}.", "{host} means {addresses}."),
        "dns.other": (
            "{host} heißt {addresses}, nicht {wanted}.",
            "{host} means {addresses}, not {wanted}.",
        ),
        "dns.helps": (
            "Den DNS-Eintrag ändern; danach den Zwischenspeicher leeren (ipconfig /flushdns).",
            "Change the DNS record; then empty the cache (ipconfig /flushdns).",
        ),
        "http.answer": (
            "{url} antwortet mit {status} in {milliseconds} ms.",
            "{url} answers {status} in {milliseconds} ms.",
        ),
        "http.status": (
            "{url} antwortet mit {status}, erwartet ist {wanted}.",
            "{url} answers {status}, {wanted} is expected.",
        ),
        "http.text": (
            "{url} antwortet mit {status}, aber ohne den erwarteten Text.",
            "{url} answers {status}, but without the expected text.",
        ),
        "http.cut": (
            "{url} antwortet mit {status}; der erwartete Text steht nicht im ersten MiB.",
            "{url} answers {status}; the expected text is not in the first MiB.",
        ),
        "http.redirected": ("Weitergeleitet von {url}.", "Redirected from {url}."),
    }
)


class TcpReachable:
    """``tcp.reachable``: somebody listens on a port."""

    spec: ClassVar[Kind] = spec_of("tcp.reachable")
    traits: ClassVar[Traits] = _LOOK
    texts: ClassVar[Texts] = _TEXTS

    def inspect(self, job: Job) -> Inspection:
        """Connect and hang up."""
        host, port = text(job.parameters, "host"), number(job.parameters, "port", 0)
        try:
            made = job.site.system(NETWORK).connect(host, port, _seconds(job, 5), job)
        except Refused as refused:
            return blocked(refused, job)
        milliseconds = round(made.seconds * 1000)
        says = Statement("tcp.open", {"host": host, "port": port, "milliseconds": milliseconds})
        evidence: dict[str, Json] = {"host": host, "port": port, "address": made.address, "ms": milliseconds}
        details = (Statement("tcp.service"),)
        return Inspection(Finding.SATISFIED, says, evidence=evidence, details=details)


class DnsResolves:
    """``dns.resolves``: a host name means an address; the one it should mean, if one is named."""

    spec: ClassVar[Kind] = spec_of("dns.resolves")
    traits: ClassVar[Traits] = _LOOK
    texts: ClassVar[Texts] = _TEXTS

    def inspect(self, job: Job) -> Inspection:
        """Ask the system's resolver, its cache and its hosts file included."""
        host, wanted = text(job.parameters, "host"), text(job.parameters, "address")
        try:
            addresses = job.site.system(NETWORK).resolve(host, _seconds(job, 5), job)
        except Refused as refused:
            return blocked(refused, job)
        evidence: dict[str, Json] = {"host": host, "addresses": list(addresses)}
        values: dict[str, str | int] = {"host": host, "addresses": ", ".join(addresses)}
        if not wanted or any(_same_address(address, wanted) for address in addresses):
            return Inspection(Finding.SATISFIED, Statement("dns.found", values), evidence=evidence)
        says = Statement("dns.other", {**values, "wanted": wanted})
        return Inspection(
            Finding.NEEDED, says, Statement("dns.helps"), evidence=evidence, jump=helped_by(job)
        )


class HttpResponds:
    """``http.responds``: a page answers with the status, and holds the text, it should. Certificates count."""

    spec: ClassVar[Kind] = spec_of("http.responds")
    traits: ClassVar[Traits] = _LOOK
    texts: ClassVar[Texts] = _TEXTS

    def inspect(self, job: Job) -> Inspection:
        """One GET, redirects followed."""
        url = text(job.parameters, "url")
        try:
            answer = job.site.system(NETWORK).get(url, _seconds(job, 10), job)
        except Refused as refused:
            return blocked(refused, job)
        milliseconds = round(answer.seconds * 1000)
        evidence: dict[str, Json] = {"url": answer.url, "status": answer.status, "ms": milliseconds}
        evidence |= {"bytes": len(answer.body), "cut": answer.cut, "redirects": answer.redirects}
        finding, says = _judged(answer, number(job.parameters, "status", 0), text(job.parameters, "contains"))
        details = (Statement("http.redirected", {"url": url}),) if answer.redirects else ()
        jump = "" if finding is Finding.SATISFIED else helped_by(job)
        return Inspection(finding, says, evidence=evidence, details=details, jump=jump)


def _judged(answer: Answer, status: int, wanted: str) -> tuple[Finding, Statement]:
    values: dict[str, str | int] = {"url": answer.url, "status": answer.status}
    if answer.status != status if status else not 200 <= answer.status < 300:
        return Finding.NEEDED, Statement("http.status", {**values, "wanted": status or "2xx"})
    if wanted and wanted not in _decoded(answer):
        finding = Finding.UNKNOWN if answer.cut else Finding.NEEDED
        return finding, Statement("http.cut" if answer.cut else "http.text", values)
    values["milliseconds"] = round(answer.seconds * 1000)
    return Finding.SATISFIED, Statement("http.answer", values)


def _decoded(answer: Answer) -> str:
    try:
        return answer.body.decode(answer.charset or "utf-8", "replace")
    except LookupError:
        return answer.body.decode("utf-8", "replace")


def _seconds(job: Job, otherwise: int) -> float:
    return float(min(300, max(1, number(job.parameters, "seconds", otherwise))))


def _same_address(one: str, other: str) -> bool:
    from ipaddress import ip_address

    try:
        return ip_address(one.partition("%")[0]) == ip_address(other.partition("%")[0])
    except ValueError:
        return False
