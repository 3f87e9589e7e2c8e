"""Walks the plan chooser: answers lead to the next question, to a plan with its reasons, or to a refusal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xprunbook.runbook.model import Answer, Question, Runbook


@dataclass(frozen=True, slots=True)
class Given:
    """A question and the answer that was given to it."""

    question: Question
    answer: Answer


@dataclass(frozen=True, slots=True)
class Walk:
    """How far somebody is: one of ``question``, ``plan`` and ``refusal`` is set; all empty: no chooser.

    With ``runbook`` the way leads to another runbook, and ``plan`` (which may be empty) is one of its plans.
    """

    given: tuple[Given, ...] = ()
    question: Question | None = None
    plan: str = ""
    refusal: str = ""
    runbook: str = ""

    @property
    def why(self) -> tuple[str, ...]:
        """The reasons of all answers that lead here."""
        return tuple(given.answer.why for given in self.given if given.answer.why)


def begin(runbook: Runbook) -> Walk:
    """Stand before the first question. Without questions a sole plan is chosen at once."""
    if runbook.questions:
        return Walk(question=runbook.questions[0])
    return Walk(plan=next(iter(runbook.plans)) if len(runbook.plans) == 1 else "")


def answer(runbook: Runbook, walk: Walk, choice: int) -> Walk:
    """Give the answer of this position (from 0).

    Raises IndexError if there is none, ValueError if nothing is asked.
    """
    if walk.question is None:
        raise ValueError("nothing is asked")
    if not 0 <= choice < len(walk.question.answers):
        raise IndexError(choice)
    chosen = walk.question.answers[choice]
    given = (*walk.given, Given(walk.question, chosen))
    following = next((question for question in runbook.questions if question.id == chosen.next), None)
    return Walk(given, following, chosen.plan, chosen.refuse, chosen.runbook)


def back(walk: Walk) -> Walk:
    """Take the last answer back; at the first question nothing changes."""
    return Walk(walk.given[:-1], walk.given[-1].question) if walk.given else walk


def leads(runbook: Runbook) -> Iterator[str]:
    """The other runbooks the answers lead to, each once, as one meets them who gives every answer in turn."""
    questions = {question.id: question for question in runbook.questions}
    waiting = list(reversed(runbook.questions[0].answers)) if runbook.questions else []
    seen: set[str] = set()
    while waiting:
        chosen = waiting.pop()
        if chosen.runbook and chosen.runbook not in seen:
            seen.add(chosen.runbook)
            yield chosen.runbook
        question = questions.pop(chosen.next, None)
        if question is not None:
            waiting += reversed(question.answers)
