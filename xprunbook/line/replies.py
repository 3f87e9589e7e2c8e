"""A reply in words."""

from __future__ import annotations

from xprunbook.base.language import Language
from xprunbook.line.texts import LINE
from xprunbook.run.session import NotStored, Refused, Reply
from xprunbook.run.state import RunState
from xprunbook.run.texts import say_event, say_refusal
from xprunbook.runbook.model import Runbook


def reply_words(
    reply: Reply, language: Language, runbook: Runbook | None = None, state: RunState | None = None
) -> str:
    """Saved with what happened, refused and why, or not stored."""
    if isinstance(reply, Refused):
        return LINE.say("refused", language, why=say_refusal(reply.refusal, language))
    if isinstance(reply, NotStored):
        return LINE.say("not-stored", language, why=f"{reply.message} {reply.hint}".strip())
    if runbook is None or not reply.events:
        return ""
    inputs = state.inputs if state else {}
    return "\n".join(
        LINE.say("saved", language, sentence=say_event(event, runbook, language, inputs))
        for event in reply.events
    )
