"""Errors an admin or an author can cause: a message, what helps, and the exit code. Never a traceback."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """The process's exit codes. Stable: scripts rely on them."""

    OK = 0
    NO = 1  #: the question was answered with no: problems found, a record that does not verify
    BAD_INPUT = 2  #: usage, an unreadable runbook, a value that does not fit; nothing was changed
    CANNOT_STORE = 3  #: the record cannot be read, written or locked
    WAITING = 4  #: stopped at a gate that waits for a person
    CRASH = 70  #: a defect of the program; the record is safe, a crash file was written
    HANGUP = 129
    INTERRUPTED = 130


class XprunbookError(Exception):
    """Base of every error that is shown to a person.

    ``message`` says what is wrong in one sentence, ``hint`` what helps (may be empty).
    Shown as a dialog while the terminal face runs, as a line on stderr before.
    """

    exit_code: ExitCode = ExitCode.BAD_INPUT

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(XprunbookError):
    """The command line, a name or a value does not fit."""


class StoreError(XprunbookError):
    """The record of a run cannot be read, written or locked."""

    exit_code = ExitCode.CANNOT_STORE
