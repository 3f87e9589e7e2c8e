"""Live output: the newest lines of an action, how long it runs, and how much of it is done."""

from __future__ import annotations

from xprunbook.base.text import cells, one_line, shorten
from xprunbook.tui.action_texts import ACTION
from xprunbook.tui.face import Face, face_of
from xprunbook.tui.feed import Feed
from xprunbook.tui.times import clock_seconds, stopwatch
from xprunbook.tui.widgets.lines import Line, Lines, Span

STAMPED = 50
"""Cells from which each line shows when it came."""


class OutputView(Lines):
    """Shows as many of the newest lines as fit; ``turn`` goes back in them. Sends only the cells that changed."""

    DEFAULT_CSS = """
    OutputView { height: 1fr; padding: 0; background: $ground; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self.feed: Feed | None = None
        self.back = 0

    def tell(self, feed: Feed | None) -> None:
        """Show the newest of this feed."""
        if feed is not self.feed:
            self.back = 0
        self.feed = feed
        self.repaint()

    def turn(self, lines: int) -> None:
        """Go back (negative) or forward in the lines; at the end it follows again."""
        most = max(0, len(self.feed.lines) - self._room()) if self.feed else 0
        self.back = min(most, max(0, self.back - lines))
        self.repaint()

    def _room(self) -> int:
        bar = 2 if self.feed is not None and self.feed.part is not None else 0
        return max(1, self.size.height - 2 - bar)

    def repaint(self) -> None:
        """Paint again, after a change of size or theme."""
        if self.size.width and self.size.height:
            self.show(self._lines(self.size.width, self.size.height, face_of(self)))

    def _lines(self, width: int, height: int, face: Face) -> list[Line]:
        style, feed = face.palette.style, self.feed
        title: list[Span] = [(" " + ACTION.say("output", face.language), style("bright"))]
        if feed is None:
            return _filled([tuple(title), (("", style("faint")),)], height, face)
        lines = ACTION.say("output-lines", face.language, count=feed.total)
        title += [("   " + one_line(feed.kind, 40), style("words"))]
        title += [("   " + stopwatch(feed.seconds), style("st-running" if not feed.ended else "faint"))]
        title += [("   " + lines, style("faint"))]
        shown: list[Line] = [tuple(title), ((" ", style("faint")),)]
        room = self._room()
        kept = list(feed.lines)
        end = len(kept) - self.back
        for at, text in kept[max(0, end - room) : end]:
            spans: list[Span] = [(" ", style("faint"))]
            left = width - 2
            if width >= STAMPED:
                spans.append((clock_seconds(at) + "  ", style("faint")))
                left -= 10
            spans.append((shorten(one_line(text), left, face.glyphs.cut), style("words")))
            shown.append(tuple(spans))
        if not kept:
            shown.append(((" " + ACTION.say("output-none", face.language), style("faint")),))
        if feed.part is not None:
            shown = [*shown[: height - 2], ((" ", style("faint")),), _bar(feed, width, face)]
        return _filled(shown, height, face)


def _filled(lines: list[Line], height: int, face: Face) -> list[Line]:
    blank: Line = ((" ", face.palette.style("words")),)
    return [*lines[:height], *[blank] * (height - len(lines))]


def _bar(feed: Feed, width: int, face: Face) -> Line:
    """How much is done."""
    style = face.palette.style
    part = feed.part or 0.0
    percent = f"{int(part * 100):>3} %"
    says = f"   {one_line(feed.says, 80)}" if feed.says else ""
    bar = max(4, min(width - 4 - cells(percent) - cells(says), width // 2))
    done = round(bar * part)
    return (
        (" ", style("faint")),
        (face.glyphs.full * done, style("st-running")),
        (face.glyphs.rest * (bar - done), style("line")),
        (f"  {percent}", style("words")),
        (says, style("faint")),
    )
