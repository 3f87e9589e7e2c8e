"""Automation in plain text: what the runbook touches, what was seen, what would be done, its output, cancelling."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

from xprunbook.base.text import one_line
from xprunbook.line.asks import Talk, confirm_target
from xprunbook.line.console import Console
from xprunbook.line.pages import caution_lines
from xprunbook.line.replies import reply_words
from xprunbook.line.texts import LINE
from xprunbook.run.asking import proposed_inputs
from xprunbook.run.automation import Preview, Result
from xprunbook.run.commands import SetInput
from xprunbook.run.contract import Credential, Finding
from xprunbook.run.elevation import say_lacking
from xprunbook.run.output import Output
from xprunbook.run.preflight import dry_run, preflight
from xprunbook.run.secrets import SecretKeeper
from xprunbook.run.session import Automatic, Promise, Saved, Session, automatic
from xprunbook.run.state import StepState, StepStatus
from xprunbook.run.texts import STATES, WORDS
from xprunbook.run.trust import surface
from xprunbook.runbook.model import Secret, SecretType
from xprunbook.runbook.substitute import as_text

Answer = TypeVar("Answer")

TICK: Final = 0.05
"""Seconds between two looks at an answer or at new output; short enough for Ctrl+C."""

DIGEST_LETTERS: Final = 12
"""Letters of a digest that are shown; the whole one is recorded."""


def wait(promise: Promise[Answer]) -> Answer:
    """Wait for an answer so that Ctrl+C is heard on every system."""
    while True:
        try:
            return promise.result(TICK)
        except TimeoutError:
            continue


def acts(talk: Talk, session: Session) -> Automatic | None:
    """The session if it may act: there is automation, and the runbook is trusted, now if asked. Else says why."""
    found = automatic(session)
    if found is None:
        talk.console.tell("no-automation")
        return None
    if not found.trusted() and not trust(talk, found):
        return None
    return found


def trust(talk: Talk, session: Automatic) -> bool:
    """List everything the runbook names and ask; whether it is trusted now."""
    console = talk.console
    if session.trusted():
        console.tell("trusted")
        return True
    console.tell("touches")
    for named in surface(talk.run.runbook):
        console.exact(f"{named.number} {named.place} {named.kind}: {named.parameters}")
    console.tell("not-trusted")
    if not console.human or not console.sure("trust"):
        return False
    session.trust()
    console.tell("trusted")
    return True


def look(talk: Talk, session: Session) -> None:
    """Carry out a step's checks and show what was seen."""
    step = talk.step.step
    if not (step.before or step.action or step.after):
        talk.console.tell("nothing-to-look")
        return
    if found := acts(talk, session):
        talk.console.tell("looking")
        results = wait(found.look(step.id))
        for result in results:
            show_result(talk.console, result)
        take_over(talk, session, results)


def take_over(talk: Talk, session: Session, results: Iterable[Result]) -> None:
    """Offer what the checks propose for inputs; a person says yes to each."""
    for result in results:
        for name, value in proposed_inputs(talk.run, talk.step, [result]).items():
            title = one_line(talk.run.runbook.inputs[name].title, 80)
            talk.console.tell("proposed", title=title, value=as_text(value))
            if talk.console.human and talk.console.sure("take-over"):
                reason = one_line(result.sentence)
                reply = wait(session.submit(SetInput(name, value, reason)))
                talk.console.say(reply_words(reply, talk.language))


def tell_lacking(session: Session, console: Console) -> None:
    """Say what needs more rights than this program has, if anything does."""
    found = automatic(session)
    if found is not None and (sentence := wait(found.survey(say_lacking))):
        console.say(sentence)


def show_result(console: Console, result: Result, number: str = "") -> None:
    """A result: kind, word, sentence, for whom it holds, what helps."""
    word = WORDS.say(result.inspection.finding, console.language)
    lead = f"{number} " if number else ""
    who = f" ({result.inspection.identity})" if result.inspection.identity else ""
    console.say(f"{lead}{result.kind}: {word}. {result.sentence}{who}")
    for line in (*result.details, result.helps):
        if line:
            console.say(line, "  ")


def survey(talk: Talk, session: Session) -> None:
    """Preflight: every read-only check at once."""
    if found := acts(talk, session):
        tell_lacking(session, talk.console)
        talk.console.tell("looking")
        looked = wait(found.survey(preflight)) or ()
        for item in looked:
            show_result(talk.console, item.result, item.row.step.number)
        if not looked:
            talk.console.tell("nothing-to-look")


def rehearse(talk: Talk, session: Session) -> None:
    """Dry run: what every action would do now."""
    if found := acts(talk, session):
        talk.console.tell("looking")
        previews = wait(found.survey(dry_run)) or ()
        for preview in previews:
            talk.console.say(f"{talk.run.rows[preview.step].step.number}:")
            show_preview(talk.console, preview)
        if not previews:
            talk.console.tell("nothing-to-look")


def show_preview(console: Console, preview: Preview) -> None:
    """What was seen, and exactly what would be done."""
    for result in (*preview.checks, preview.result):
        show_result(console, result)
    if preview.plan is not None and preview.plan.operations:
        console.tell("would-do", digest=preview.plan.digest[:DIGEST_LETTERS])
        for operation in preview.plan.operations:
            console.exact(f"{operation.verb} {one_line(operation.target)}")
            console.exact(operation.text)
        for warning in preview.warnings:
            console.tell("caution", text=warning)
    if preview.blocked:
        console.tell("blocked")
    elif preview.result.inspection.finding is Finding.SATISFIED:
        console.tell("already")


def run(talk: Talk, session: Session, told: Callable[[str], None]) -> None:
    """Show the plan, ask, apply it with its output, and say how it ended. ``told``: the sentence of a refusal."""
    step = talk.step.step
    found = acts(talk, session) if step.action is not None else None
    if found is None:
        if step.action is None:
            talk.console.tell("no-automation")
        return
    ask_secrets(talk, session)
    if step.action is not None and step.action.kind in found.off():
        look(talk, session)
        talk.console.tell("switched-off")
        return
    talk.console.tell("looking")
    preview = wait(found.prepare(step.id))
    show_preview(talk.console, preview)
    satisfied = preview.result.inspection.finding is Finding.SATISFIED
    if preview.plan is None or preview.blocked or not (preview.ready or satisfied):
        return
    talk.console.many(caution_lines(talk.run, talk.step, talk.language))
    if preview.ready and step.overwrites and not confirm_target(talk):
        return
    if preview.ready and not talk.console.sure("apply"):
        talk.console.tell("nothing-done")
        return
    apply(talk.console, found, step.id, preview.plan.digest, told)


def apply(
    console: Console, session: Automatic, step: str, digest: str, told: Callable[[str], None]
) -> StepStatus | None:
    """Apply a plan that was shown, telling its output line by line. None when it was refused."""
    reply = wait(session.apply(step, digest))
    if not isinstance(reply, Saved):
        told(reply_words(reply, console.language))
        return None
    status = follow(console, session, step)
    state = STATES.say(status.state, console.language)
    console.tell("outcome", state=state, sentence=one_line(status.sentence))
    return status


class _Shown:
    """How much of an output was told already."""

    def __init__(self, console: Console, output: Output | None) -> None:
        self._console = console
        self._output = output
        self._seen = 0
        self._tenths = 0

    def more(self) -> None:
        """Tell the lines that came since, and every tenth of the progress."""
        if self._output is None:
            return
        self._seen, lines = self._output.since(self._seen)
        for line in lines:
            self._console.exact(f"  {line}")
        part, says = self._output.part
        if part is not None and int(part * 10) > self._tenths:
            self._tenths = int(part * 10)
            self._console.tell("part", percent=self._tenths * 10, says=says)


def follow(console: Console, session: Automatic, step: str) -> StepStatus:
    """Tell the output until the action ended; Ctrl+C asks it to stop, and the end is still waited for."""
    console.tell("runs")
    shown = _Shown(console, session.output(step))
    while True:
        try:
            status = session.snapshot().state.status(step)
            shown.more()
            if status.state is not StepState.RUNNING:
                return status
            time.sleep(TICK)
        except KeyboardInterrupt:
            console.tell("cancelling")
            session.cancel(step)


def keeper_of(session: Session) -> SecretKeeper | None:
    """The secrets of the run; None for a session that only records."""
    keeper: SecretKeeper | None = getattr(session, "secrets", None)
    return keeper


def ask_secrets(talk: Talk, session: Session) -> None:
    """Ask for what the step uses and nobody gave yet; a pipe is not asked for passwords."""
    keeper = keeper_of(session)
    if keeper is None or not talk.console.human:
        return
    for secret in keeper.missing(talk.step.step):
        give_secret(talk.console, keeper, secret)


def secrets(talk: Talk, session: Session) -> None:
    """List the credentials of the run; take one anew, or forget it."""
    keeper, console = keeper_of(session), talk.console
    known: Sequence[Secret] = keeper.secrets() if keeper is not None else ()
    if keeper is None or not known:
        console.tell("secret-none")
        return
    rows = []
    for secret in known:
        key = "secret-given" if keeper.standing(secret.id).place else "secret-missing"
        rows.append((secret, f"{secret.title}: {talk.word(key)}"))
    chosen = console.choose("secret-which", rows)
    if chosen is None:
        return
    ways = [("enter", talk.word("secret-enter")), ("forget", talk.word("secret-forget"))]
    way = console.choose(chosen.title, ways)
    if way == "forget":
        keeper.forget([chosen.id])
    elif way == "enter":
        give_secret(console, keeper, chosen)


def give_secret(console: Console, keeper: SecretKeeper, secret: Secret) -> None:
    """Take one secret; Enter alone does without an optional one."""
    console.say(secret.title)
    if secret.help:
        console.say(secret.help)
    if secret.optional:
        console.tell("secret-optional")
    user = ""
    if secret.type is SecretType.LOGIN:
        user = console.ask("secret-user")
        if not user:
            keeper.decline(secret.id)
            return
    password = console.secret(LINE.say("secret-value", console.language))
    if password is None:
        console.tell("secret-hidden")
        return
    if not password and secret.optional:
        keeper.decline(secret.id)
        return
    keep = keeper.vault().usable and console.sure("secret-keep")
    failed = keeper.give(secret.id, Credential(user, password), keep)
    if failed is not None:
        console.tell("secret-not-kept", why=failed.message)
