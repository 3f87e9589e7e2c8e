"""The line above the table that names its columns."""

from __future__ import annotations

from textual.strip import Strip

from xprunbook.tui.widgets.lines import Lines


class TableHead(Lines):
    """Shows the heading the table made for its grid."""

    DEFAULT_CSS = """
    TableHead { height: 1; background: $ground; }
    """

    def show_heading(self, strip: Strip | None) -> None:
        """Show a ready strip."""
        if strip is not None and (not self._strips or self._strips[0] != strip):
            self._strips = [strip]
            self.refresh()
