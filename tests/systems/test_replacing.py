"""Asking again while a file is held, and the partial failures of ReplaceFileW."""

from __future__ import annotations

import errno

import pytest

from xprunbook.systems.patience import SECONDS, Patience
from xprunbook.systems.replacing import Stranded, replace_file

OLD, NEW = b"<old/>", b"<new/>"

# --- patience


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def read(self) -> float:
        """The time."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds


def held(number: int | None) -> OSError:
    """What Windows raises for a file in use."""
    error = PermissionError(errno.EACCES, "held")
    setattr(error, "winerror", number)  # noqa: B010  # an attribute on Windows only
    return error


@pytest.mark.parametrize("number", [5, 32, 33, None])
def test_a_held_file_is_asked_for_again(number: int | None) -> None:
    clock = Clock()
    answers: list[Exception | str] = [held(number), held(number), "done"]

    def deed() -> str:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    assert Patience(clock.read, clock.sleep, windows=True).patiently(deed) == "done"
    assert clock.now == pytest.approx(0.1)


def test_but_not_for_ever() -> None:
    clock = Clock()

    def deed() -> str:
        raise held(32)

    with pytest.raises(PermissionError):
        Patience(clock.read, clock.sleep, windows=True).patiently(deed)
    assert SECONDS - 0.2 < clock.now <= SECONDS


def test_other_errors_are_not_repeated() -> None:
    clock = Clock()

    def deed() -> str:
        raise FileNotFoundError(errno.ENOENT, "gone")

    with pytest.raises(FileNotFoundError):
        Patience(clock.read, clock.sleep, windows=True).patiently(deed)
    assert clock.now == 0
    with pytest.raises(PermissionError):
        Patience(clock.read, clock.sleep, windows=False).patiently(_raise_held)
    assert clock.now == 0


def _raise_held() -> None:
    raise held(None)


# --- ReplaceFileW's partial failures


class Api:
    """Windows, as its documentation describes the failures. ``codes``: what the next calls answer."""

    def __init__(self, *codes: int, moves: tuple[int, ...] = ()) -> None:
        self.names = {"t": OLD, "r": NEW}
        self.codes = list(codes)
        self.moves = list(moves)

    def replace(self, target: str, ready: str, aside: str) -> int:
        """ReplaceFileW."""
        number = self.codes.pop(0) if self.codes else 0
        if number == 1177:
            self.names[aside] = self.names.pop(target)
        if number == 0:
            self.names[aside] = self.names.pop(target)
            self.names[target] = self.names.pop(ready)
        return number

    def move(self, source: str, target: str) -> int:
        """MoveFileExW."""
        number = self.moves.pop(0) if self.moves else 0
        if number == 0:
            self.names[target] = self.names.pop(source)
        return number

    def exists(self, path: str) -> bool:
        """Whether it is there."""
        return path in self.names

    def remove(self, path: str) -> int:
        """DeleteFileW."""
        return 0 if self.names.pop(path, None) else 2


@pytest.mark.parametrize(
    "codes", [(), (5,), (32, 33, 5), (1175,), (1176,), (1177,), (1177, 1177), (32, 1176, 1177, 5)]
)
def test_replacing_in_the_end(codes: tuple[int, ...]) -> None:
    api, clock = Api(*codes), Clock()
    replace_file(api, "t", "r", "a", Patience(clock.read, clock.sleep))
    assert api.names == {"t": NEW}


@pytest.mark.parametrize(
    "codes", [(2,), (87,), *((number,) * 100 for number in (5, 32, 33, 1175, 1176, 1177))]
)
def test_replacing_fails_and_the_file_is_as_before(codes: tuple[int, ...]) -> None:
    api, clock = Api(*codes), Clock()
    with pytest.raises(OSError, match="Win32"):
        replace_file(api, "t", "r", "a", Patience(clock.read, clock.sleep))
    assert api.names["t"] == OLD
    assert clock.now <= SECONDS


def test_a_stranded_file_is_named() -> None:
    api, clock = Api(1177, moves=(32,) * 100), Clock()
    with pytest.raises(Stranded) as caught:
        replace_file(api, "t", "r", "a", Patience(clock.read, clock.sleep))
    assert caught.value.filename == "a"
    assert api.names["a"] == OLD
    held_for_a_while = Api(1177, moves=(32, 33))
    replace_file(held_for_a_while, "t", "r", "a", Patience(clock.read, clock.sleep))
    assert held_for_a_while.names == {"t": NEW}
