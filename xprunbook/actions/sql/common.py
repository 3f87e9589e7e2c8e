"""What the kinds of this family share: logging on, saying who sees it, refusals as sentences, carrying out a plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import ClassVar, Final

from xprunbook.actions.parameters import flag, names, number, secret, text
from xprunbook.actions.sql import asks
from xprunbook.actions.sql.asks import SERVER
from xprunbook.actions.sql.orders import request_of
from xprunbook.actions.sql.several import distributed, on_each, servers_of
from xprunbook.actions.sql.texts import TEXTS
from xprunbook.actions.troubles import helped_by
from xprunbook.actions.troubles import says as outside_says
from xprunbook.base.language import Texts
from xprunbook.base.text import one_line
from xprunbook.run.contract import (
    ActionFailed,
    Cancelled,
    Effect,
    Finding,
    Inspection,
    Job,
    Json,
    NotHere,
    Operation,
    Plan,
    Reach,
    Statement,
    Traits,
)
from xprunbook.runbook.kinds import Kind
from xprunbook.systems.sql import SQL, Request, Row, Said, Session, Table, Value, Where
from xprunbook.systems.sql_connection import BadValue
from xprunbook.systems.sql_trouble import SqlRefused, SqlTrouble
from xprunbook.systems.trouble import Refused

LOOK: Final = Traits(Reach.REMOTE, Effect.READ_ONLY, seconds=120)
CHANGE: Final = Traits(Reach.REMOTE, Effect.CHANGING, seconds=600)

YEARS: Final[Mapping[int, str]] = {
    11: "2012",
    12: "2014",
    13: "2016",
    14: "2017",
    15: "2019",
    16: "2022",
    17: "2025",
}
"""Major versions (domain fact F3)."""

EXPRESS: Final = 4
"""EngineEdition of SQL Server Express (domain fact F2)."""

Values = dict[str, str | int]


class Unfit(Exception):
    """What is asked cannot be done as it is asked: an inspection, already in words."""

    def __init__(self, inspection: Inspection) -> None:
        super().__init__(inspection.says.code)
        self.inspection: Final = inspection


@dataclass(frozen=True, slots=True)
class Seen:
    """A server we are logged on to. ``server``: the row of ``asks.SERVER``."""

    job: Job
    session: Session
    target: str
    server: Row

    def ask(self, request: Request) -> tuple[Row, ...]:
        """The rows of a question."""
        return self.session.ask(request, self.job)

    def one(self, request: Request) -> Row:
        """Its only row; an empty one if there is none."""
        found = self.ask(request)
        return found[0] if found else {}

    @property
    def identity(self) -> str:
        """The login it is seen under."""
        return one_line(str(self.server.get("login") or ""), 200)

    @property
    def major(self) -> int:
        """The major version; 0 if the server does not say."""
        return major_of(self.server.get("version"))

    @property
    def sysadmin(self) -> bool:
        """Whether this login is sysadmin."""
        return self.server.get("is_sysadmin") == 1

    def found(
        self,
        finding: Finding,
        says: Statement,
        helps: Statement | None = None,
        evidence: Mapping[str, Json] | None = None,
        details: tuple[Statement, ...] = (),
    ) -> Inspection:
        """An inspection under this login, with the server in its evidence."""
        proof: dict[str, Json] = {"server": self.target, "version": json_of(self.server.get("version"))}
        proof |= evidence or {}
        jump = "" if finding is Finding.SATISFIED else helped_by(self.job)
        return Inspection(finding, says, helps, self.identity, proof, details, jump)


def major_of(version: Value) -> int:
    """The number before the first point of a version."""
    head = str(version or "").partition(".")[0]
    return int(head) if head.isdecimal() else 0


def year_of(version: Value) -> str:
    """What people call a version: ``2019``; the version itself if it is none we know."""
    return YEARS.get(major_of(version), str(version or "?"))


def json_of(value: Value) -> Json:
    """A column as evidence."""
    return value.hex() if isinstance(value, bytes) else value


def evidence_of(row: Row) -> dict[str, Json]:
    """A row as evidence."""
    return {name: json_of(value) for name, value in row.items()}


def words(value: Value, otherwise: str = "?") -> str:
    """A column as a word."""
    return otherwise if value is None or isinstance(value, bytes) else str(value)


def whole(value: Value) -> int | None:
    """A number; None if there is none."""
    return int(value) if isinstance(value, int | float) else None


def where(
    job: Job, server: str = "server", login: str = "login", strict: bool = True, named: str = ""
) -> Where:
    """The server a job names, and how to log on: as this program, unless a login is named and there is one.
    ``named``: a server that stands elsewhere than in the parameter ``server``."""
    handle = secret(job.parameters, login)
    credential = None
    if handle is not None:
        try:
            credential = job.secret(handle)
        except NotHere:
            # The runbook offers a SQL login; without one it is integrated authentication, and the finding says as whom.
            credential = None
    if credential is not None and not credential.user:
        credential = None
    return Where(
        named or text(job.parameters, server),
        credential=credential,
        trust=flag(job.parameters, "trust_certificate"),
        driver=text(job.parameters, "driver"),
        login_seconds=max(1, min(number(job.parameters, "login_seconds", 15), 300)),
        strict=strict,
    )


@contextmanager
def opened(
    job: Job, server: str = "server", login: str = "login", strict: bool = True, named: str = ""
) -> Iterator[Seen]:
    """Log on, look at the server, and hang up at the end, whatever happens."""
    place = where(job, server, login, strict, named)
    session = job.site.system(SQL).connect(place, job)
    try:
        found = session.ask(SERVER, job)
        yield Seen(job, session, place.server, found[0] if found else {})
    finally:
        session.close()


def sources(job: Job, databases: tuple[str, ...]) -> dict[str, str]:
    """The server each database comes from: ``source``, or the first that ``sources`` names without a database,
    unless that has ``DATABASE=SERVER`` for it."""
    given = names(job.parameters, "sources")
    pairs = (item.partition("=") for item in given if "=" in item)
    elsewhere = {name.strip().casefold(): server.strip() for name, _, server in pairs}
    source = source_of(job)
    return {name: elsewhere.get(name.casefold()) or source for name in databases}


def source_of(job: Job) -> str:
    """The server databases come from unless something else is said; empty if nothing is."""
    named = (item.strip() for item in names(job.parameters, "sources") if "=" not in item and item.strip())
    return text(job.parameters, "source") or next(named, "")


@contextmanager
def opened_sources(job: Job, databases: tuple[str, ...]) -> Iterator[dict[str, Seen]]:
    """The source of every database, each server opened once."""
    with ExitStack() as stack:
        servers: dict[str, Seen] = {}
        for server in sources(job, databases).values():
            if server.casefold() not in servers:
                place = opened(job, "source", "source_login", named=server)
                servers[server.casefold()] = stack.enter_context(place)
        yield {name: servers[server.casefold()] for name, server in sources(job, databases).items()}


def sentence(refused: SqlRefused) -> tuple[Statement, Statement]:
    """What happened, and what helps."""
    words = refused.said
    parts = [str(refused.number)] if refused.number else []
    if refused.os_error and not words:
        parts.append(f"OS {refused.os_error}")
    brackets = ", ".join([*parts, words] if words else parts)
    values: Values = {"target": refused.target, "number": f" ({brackets})" if brackets else ""}
    trouble = str(refused.trouble)
    if refused.trouble is SqlTrouble.VALUE and refused.said in ("server: name", "server: port"):
        return Statement("sql.value.server", {"target": refused.target}), Statement("sql.helps.value.server")
    brace = refused.trouble is SqlTrouble.VALUE and refused.said.endswith(": brace")
    return Statement(f"sql.{trouble}", values), Statement(f"sql.helps.{'brace' if brace else trouble}")


def blocked(job: Job, refused: SqlRefused, identity: str = "") -> Inspection:
    """An inspection that could not be made."""
    what, helps = sentence(refused)
    evidence: dict[str, Json] = {
        "trouble": str(refused.trouble),
        "number": refused.number,
        "said": refused.said,
        "os_error": refused.os_error,
    }
    return Inspection(Finding.BLOCKED, what, helps, identity, evidence, jump=helped_by(job))


def bad_value(job: Job, bad: BadValue) -> Inspection:
    """A name or text that SQL Server cannot take."""
    says = Statement(f"bad.{bad.code}", {"what": bad.what})
    return Inspection(Finding.BLOCKED, says, jump=helped_by(job))


class SqlCheck:
    """A check of this family: ``look`` with a session, everything that is refused as ``blocked``."""

    texts: ClassVar[Texts] = TEXTS
    traits: ClassVar[Traits] = LOOK
    spec: ClassVar[Kind]

    def inspect(self, job: Job) -> Inspection:
        """Log on and look; on each of the ``instances`` if there are some."""
        instances = names(job.parameters, "instances")
        if not instances:
            return self._inspect(job)
        servers = servers_of(text(job.parameters, "server"), instances)
        databases = wanted(job)
        try:
            placed = distributed(databases, _holding(job, servers, databases)) if databases else {}
        except SqlRefused as refused:
            return blocked(job, refused)
        return on_each(job, servers, placed, self._inspect)

    def _inspect(self, job: Job) -> Inspection:
        identity = ""
        try:
            with opened(job) as seen:
                identity = seen.identity
                return self.look(job, seen)
        except SqlRefused as refused:
            return blocked(job, refused, identity)
        except BadValue as bad:
            return bad_value(job, bad)
        except Unfit as unfit:
            return unfit.inspection
        except Refused as refused:
            what, helps = outside_says(refused)
            return Inspection(Finding.BLOCKED, what, helps, identity, jump=helped_by(job))

    def look(self, job: Job, seen: Seen) -> Inspection:
        """What is found."""
        raise NotImplementedError


def _holding(job: Job, servers: Sequence[str], databases: tuple[str, ...]) -> dict[str, list[str]]:
    """Which of the databases each server has."""
    found: dict[str, list[str]] = {}
    for server in servers:
        with opened(job, named=server) as seen:
            found[server] = [str(row["name"]) for row in seen.ask(asks.databases(databases))]
    return found


@dataclass(frozen=True, slots=True)
class Needed(Inspection):
    """An inspection that knows what is to be done about what it found."""

    operations: tuple[Operation, ...] = ()
    warnings: tuple[Statement, ...] = ()


class SqlAction(SqlCheck):
    """An action of this family: what is to be done follows from the same look."""

    traits: ClassVar[Traits] = CHANGE

    def look(self, job: Job, seen: Seen) -> Inspection:
        """What is found: needed when there is something to do; the statements for it are made in the same look."""
        found, operations, warnings = self.compare(job, seen)
        return Needed(
            found.finding,
            found.says,
            found.helps,
            found.identity,
            found.evidence,
            found.details,
            found.jump,
            operations,
            warnings,
        )

    def compare(
        self, job: Job, seen: Seen
    ) -> tuple[Inspection, tuple[Operation, ...], tuple[Statement, ...]]:
        """What is found, what is to be done about it, and what a person should know before."""
        raise NotImplementedError

    def plan(self, job: Job, found: Inspection) -> Plan:
        """The statements that the look made; the server is not asked again."""
        if found.finding is not Finding.NEEDED or not isinstance(found, Needed):
            return Plan(self.spec.name, ())
        return Plan(self.spec.name, found.operations, found.warnings)

    def apply(self, plan: Plan, job: Job) -> None:
        """Send exactly the plan's statements."""
        carry_out(plan, job)


def carry_out(plan: Plan, job: Job) -> None:
    """Send every operation, one after another; ActionFailed says how many were done."""
    done = 0
    try:
        with opened(job) as seen:
            for operation in plan.operations:
                if job.cancelled():
                    raise Cancelled(seen.target, known=True)
                for line in operation.text.split("\n"):
                    job.tell(line)
                seen.session.do(request_of(operation), job, lambda news: tell(job, news))
                done += 1
                job.progress(done / len(plan.operations))
    except SqlRefused as refused:
        raise failed(job, refused, done, len(plan.operations)) from None


def tell(job: Job, news: Said | Table) -> None:
    """A message of the server as output; its notices about database and language are not worth a line."""
    if isinstance(news, Said) and news.number not in (5701, 5703):
        for line in news.text.split("\n"):
            job.tell(line)


def failed(job: Job, refused: SqlRefused, done: int = 0, of: int = 0) -> ActionFailed:
    """The error of an apply, with how far it came."""
    what, helps = sentence(refused)
    message, hint = (TEXTS.say(item.code, job.language, **item.values) for item in (what, helps))
    if done:
        hint = f"{TEXTS.say('partly', job.language, done=done, of=of)} {hint}"
    return ActionFailed(what, message, hint)


def wanted(job: Job, called: str = "databases") -> tuple[str, ...]:
    """A list of names, without empty ones and without repetitions."""
    given = (item.strip() for item in names(job.parameters, called))
    return tuple({item.casefold(): item for item in given if item}.values())


def by_name(rows: tuple[Row, ...], called: str = "name") -> dict[str, Row]:
    """Rows by a name, in small letters: the server has found them by its own collation already."""
    return {str(row[called]).casefold(): row for row in rows}
