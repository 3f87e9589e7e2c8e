"""Bytes from odd terminals, pastes and bursts: nothing ends the program, nothing ticks a step."""

from __future__ import annotations

import random

import pytest
from textual.events import Key, MouseMove, Paste
from textual.message import Message

from tests.tui.playing import Player, play
from xprunbook.tui.bursts import GAP, BurstGuard, KeyBurst
from xprunbook.tui.decoder import InputDecoder
from xprunbook.tui.dialogs.fields import LineInput


def keys(*names: str) -> list[Message]:
    """Key events as Textual's parser makes them."""
    special = {"enter": "\r", "space": " ", "down": None, "escape": "\x1b"}
    return [Key(name, special.get(name, name)) for name in names]


def names(messages: list[Message]) -> list[str]:
    return [message.key if isinstance(message, Key) else type(message).__name__ for message in messages]


class TestBursts:
    def test_single_keys_pass(self) -> None:
        guard = BurstGuard()
        for at, key in enumerate(("a", "space", "enter", "down")):
            assert names(guard.pass_on(keys(key), at * 0.1)) == [key]

    def test_two_letters_in_one_read_pass_a_slow_line_bundles_them(self) -> None:
        assert names(BurstGuard().pass_on(keys("j", "j"), 0)) == ["j", "j"]

    def test_many_letters_in_one_read_are_a_paste(self) -> None:
        (burst,) = BurstGuard().pass_on(keys("d", "i", "r", "space", "x", "enter"), 0)
        assert isinstance(burst, KeyBurst)
        assert burst.text == "dir x\n"

    def test_a_blank_and_enter_together_would_tick_a_step(self) -> None:
        (burst,) = BurstGuard().pass_on(keys("space", "enter"), 0)
        assert isinstance(burst, KeyBurst)

    def test_held_arrows_are_never_a_burst(self) -> None:
        assert names(BurstGuard().pass_on(keys(*["down"] * 40), 0)) == ["down"] * 40

    def test_a_paste_torn_into_many_reads_stays_one(self) -> None:
        guard = BurstGuard()
        seen: list[Message] = []
        for at in range(40):
            seen += guard.pass_on(keys("space"), at * GAP / 4)
        assert names(seen)[:2] == ["space", "space"]
        assert set(names(seen)[2:]) == {"KeyBurst"}

    def test_after_a_pause_keys_count_again(self) -> None:
        guard = BurstGuard()
        guard.pass_on(keys("a", "b", "c"), 0)
        assert names(guard.pass_on(keys("q"), GAP * 3)) == ["q"]

    def test_other_messages_are_never_held_back(self) -> None:
        move = MouseMove(None, 1, 1, 0, 0, 0, False, False, False)
        seen = BurstGuard().pass_on([*keys("a", "b", "c"), move], 0)
        assert names(seen) == ["MouseMove", "KeyBurst"]


class TestDecoder:
    def test_utf8_in_pieces(self) -> None:
        decoder = InputDecoder()
        assert "".join(decoder.feed(bytes([byte])) for byte in "für ► 漢".encode()) == "für ► 漢"

    @pytest.mark.parametrize("text", ["ü", "für", "Größe", "naïve"])
    def test_latin1_is_read_as_what_was_typed(self, text: str) -> None:
        decoder = InputDecoder()
        assert decoder.feed(text.encode("latin-1")) + decoder.settle() == text

    def test_x10_mouse_reports_are_no_keys(self) -> None:
        decoder = InputDecoder()
        assert decoder.feed(b"a\x1b[M !!b\x1b[M\xff\xfe\x20c") == "abc"

    def test_an_x10_report_torn_apart(self) -> None:
        decoder = InputDecoder()
        for first in range(1, 6):
            report = b"\x1b[M !!"
            assert decoder.feed(report[:first]) + decoder.feed(report[first:]) in ("", "\x1b"), first
        assert decoder.feed(b"q") == "q"

    def test_keys_that_begin_like_a_report_are_keys(self) -> None:
        decoder = InputDecoder()
        assert decoder.feed(b"\x1b[") + decoder.feed(b"A") == "\x1b[A"
        assert decoder.feed(b"\x1b") + decoder.feed(b"[B") == "\x1b[B"
        assert decoder.feed(b"\x1b") == "\x1b"

    def test_whatever_comes_it_goes_on(self) -> None:
        source = random.Random(7)
        decoder = InputDecoder()
        for _ in range(2000):
            decoder.feed(source.randbytes(source.randrange(1, 40)))
            if source.random() < 0.2:
                decoder.settle()
        decoder.settle()
        assert decoder.feed(b"q").endswith("q")


def test_a_burst_on_the_plan_screen_does_nothing_and_is_told() -> None:
    async def script(player: Player) -> None:
        player.app.post_message(KeyBurst(" \n \n \n"))
        await player.settle()
        assert not player.session.asked
        assert len(player.app.screen_stack) == 1
        assert "ignored" in player.message

    play(script)


def test_a_paste_on_the_plan_screen_does_nothing_and_is_told() -> None:
    async def script(player: Player) -> None:
        player.app.post_message(Paste(" \n"))
        await player.settle()
        assert not player.session.asked
        assert "ignored" in player.message

    play(script)


def test_an_input_takes_a_burst_as_a_paste_and_does_not_send_itself() -> None:
    async def script(player: Player) -> None:
        await player.press("u")
        player.app.post_message(KeyBurst("customer [has] it\n"))
        await player.settle()
        assert not player.session.asked
        field = player.app.screen.query_one(LineInput)
        assert field.value == "customer [has] it"

    play(script)
