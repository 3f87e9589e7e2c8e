"""The standard streams, alike on every system: what is a terminal, in which letters it is spoken to, who still reads.

Sources: Microsoft, "GetConsoleMode" (fails for what is no console), "GetConsoleOutputCP", PowerShell's
"about_Character_Encoding" (PowerShell reads what a program prints in the console's output code page).
"""

from __future__ import annotations

import codecs
import json
import os
import stat
import sys
from collections.abc import Mapping
from typing import Any, Final, TextIO

_NEAREST: Final = {
    **dict.fromkeys("„“”«»", '"'),
    **dict.fromkeys("‚‘’", "'"),
    **dict.fromkeys("–—−─", "-"),
    "…": "...",
    "→": "->",
    "←": "<-",
    "⇒": "=>",
    "·": "-",
    "•": "*",
    "✓": "x",
    "≤": "<=",
    "≥": ">=",
    "×": "x",
    **dict.fromkeys("\u00a0\u202f\u2007", " "),
}


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person sits at the other end. Windows' C runtime says so of the empty device NUL, too."""
    try:
        return stream is not None and stream.isatty() and _is_console(stream)
    except (OSError, ValueError):
        return False


def has_input(stream: TextIO | None) -> bool:
    """Whether something may come from it: a terminal, a pipe or a file, not the empty device."""
    try:
        return stream is not None and (is_terminal(stream) or not _is_nowhere(stream))
    except (OSError, ValueError):
        return False


def print_json(data: Any) -> None:
    """Print JSON that every reader gets whole: pure ASCII where the stream is not UTF-8."""
    wide = (sys.stdout.encoding or "").lower().replace("-", "") in ("utf8", "cp65001")
    json.dump(data, sys.stdout, ensure_ascii=not wide, indent=2)
    print()


def prepare_streams() -> None:
    """Never fail on a character that a stream's code page lacks, nor take a reader who left for a defect."""
    codecs.register_error("xprunbook.nearest", _nearest)
    _prepare_pipes()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="xprunbook.nearest")


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """What stands for characters that a code page lacks: the nearest of ASCII, else a question mark."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(_NEAREST.get(character, "?") for character in missing), error.end


def pipe_encoding(page: int, utf8: bool, environ: Mapping[str, str]) -> str | None:
    """The encoding of a pipe under Windows, where cmd and PowerShell read in the console's code page.

    None: as Python chose it, because somebody said so or there is no console.
    """
    if utf8 or not page or environ.get("PYTHONIOENCODING"):
        return None
    try:
        return codecs.lookup(f"cp{page}").name
    except LookupError:
        return None


if sys.platform == "win32":
    import ctypes
    import errno
    import io
    import msvcrt

    def _is_console(stream: TextIO) -> bool:
        mode = ctypes.c_ulong()
        handle = ctypes.c_void_p(msvcrt.get_osfhandle(stream.fileno()))
        return bool(ctypes.windll.kernel32.GetConsoleMode(handle, ctypes.byref(mode)))

    def _is_nowhere(stream: TextIO) -> bool:
        return stat.S_ISCHR(os.fstat(stream.fileno()).st_mode)

    class _Pipe(io.FileIO):
        """A pipe that says when nobody reads: the C runtime makes EINVAL of it (ERROR_NO_DATA)."""

        def write(self, data: Any, /) -> int:
            try:
                return super().write(data)
            except OSError as error:
                if error.errno == errno.EINVAL:
                    raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE)) from None
                raise

    def _prepare_pipes() -> None:
        page = int(ctypes.windll.kernel32.GetConsoleOutputCP())
        chosen = pipe_encoding(page, bool(sys.flags.utf8_mode), os.environ)
        for name in ("stdout", "stderr"):
            stream = getattr(sys, name)
            if stream is None or stream is not getattr(sys, f"__{name}__") or stream.isatty():
                continue
            stream.flush()
            pipe = io.BufferedWriter(_Pipe(stream.fileno(), "w", closefd=False))
            made = io.TextIOWrapper(pipe, chosen or stream.encoding, line_buffering=name == "stderr")
            setattr(sys, name, made)
            setattr(sys, f"__{name}__", made)

else:

    def _is_console(stream: TextIO) -> bool:
        return True

    def _is_nowhere(stream: TextIO) -> bool:
        return os.path.samestat(os.fstat(stream.fileno()), os.stat(os.devnull))

    def _prepare_pipes() -> None:
        """Nothing to do: the locale's encoding is everybody's."""
