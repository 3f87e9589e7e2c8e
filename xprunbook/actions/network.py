"""Looking at the network from this machine: a name, a port, a web page."""

from __future__ import annotations

from typing import ClassVar, Final

from xprunbook.actions.kinds import spec_of
from xprunbook.actions.parameters import number, text
from xprunbook.actions.troubles import blocked, helped_by, says, texts
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
        "dns.same": (
            "{host} heißt {addresses}: das ist {other}.",
            "{host} means {addresses}: that is {other}.",
        ),
        "dns.elsewhere": (
            "{host} heißt {addresses}; {other} heißt {there}. Der Name führt also woandershin.",
            "{host} means {addresses}; {other} means {there}. So the name leads elsewhere.",
        ),
        "dns.partly": (
            "{host} heißt {addresses}; davon gehört {strange} nicht zu {other} ({there}).",
            "{host} means {addresses}; of these, {strange} does not belong to {other} ({there}).",
        ),
        "dns.partly-helps": (
            "Ist das noch die alte Maschine (auch als IPv6-Eintrag, AAAA), kommt ein Teil der Clients weiter dort an: "
            "den Eintrag löschen. Ist es eine weitere Adresse der neuen, von Hand abhaken.",
            "If that still is the old machine (an IPv6 record, AAAA, too), some clients go on arriving there: delete "
            "the record. If it is a further address of the new one, tick the step by hand.",
        ),
        "dns.not-compared": (
            "{host} heißt {addresses}. Ob das {other} ist, bleibt offen: dessen Adresse ist nicht zu erfahren.",
            "{host} means {addresses}. Whether that is {other} stays open: its address cannot be learned.",
        ),
        "dns.not-compared-helps": (
            "Hat die neue Maschine den alten Namen übernommen, gibt es ihren eigenen vielleicht nicht mehr: auf ihr "
            "mit „ipconfig“ vergleichen und von Hand abhaken. Sonst ihren DNS-Eintrag prüfen.",
            "If the new machine took over the old name, its own may be gone: compare with “ipconfig” on it and tick "
            "the step by hand. Otherwise check its DNS record.",
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
    """``dns.resolves``: a host name means an address; the one, or those of the host, it should mean if one is named."""

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
        if wanted and not any(_same_address(address, wanted) for address in addresses):
            other = Statement("dns.other", {**values, "wanted": wanted})
            return Inspection(
                Finding.NEEDED, other, Statement("dns.helps"), evidence=evidence, jump=helped_by(job)
            )
        if same_as := text(job.parameters, "same_as"):
            return _compared(job, addresses, same_as, values, evidence)
        return Inspection(Finding.SATISFIED, Statement("dns.found", values), evidence=evidence)


def _compared(
    job: Job,
    addresses: tuple[str, ...],
    other: str,
    values: dict[str, str | int],
    evidence: dict[str, Json],
) -> Inspection:
    """Whether all the addresses belong to another host. That one without an address proves nothing either way."""
    values = {**values, "other": other}
    try:
        there = job.site.system(NETWORK).resolve(other, _seconds(job, 5), job)
    except Refused as refused:
        why, _ = says(refused)
        return Inspection(
            Finding.UNKNOWN,
            Statement("dns.not-compared", values),
            Statement("dns.not-compared-helps"),
            evidence={**evidence, "same_as": other, "trouble": str(refused.trouble)},
            details=(why,),
            jump=helped_by(job),
        )
    strange = [one for one in addresses if not any(_same_address(one, address) for address in there)]
    values |= {"there": ", ".join(there), "strange": ", ".join(strange)}
    evidence = {**evidence, "same_as": other, "same_as_addresses": list(there)}
    if not strange:
        return Inspection(Finding.SATISFIED, Statement("dns.same", values), evidence=evidence)
    partly = len(strange) < len(addresses)
    return Inspection(
        Finding.UNKNOWN if partly else Finding.NEEDED,
        Statement("dns.partly" if partly else "dns.elsewhere", values),
        Statement("dns.partly-helps" if partly else "dns.helps"),
        evidence=evidence,
        jump=helped_by(job),
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
