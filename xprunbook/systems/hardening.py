"""Keeps this process's memory out of files: no core dump, no crash report of Windows, no foreign debugger.

Called before a secret is asked for. Memory itself is not wiped: Python cannot promise that, and we do not.
"""

from __future__ import annotations

import sys
from contextlib import suppress

if sys.platform == "win32":

    def no_dumps() -> None:
        """Have Windows Error Reporting write no report of this process: SetErrorMode, SEM_NOGPFAULTERRORBOX."""
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.windll.kernel32.SetErrorMode(ctypes.windll.kernel32.GetErrorMode() | 0x0002)

else:

    def no_dumps() -> None:
        """No core dump: RLIMIT_CORE 0, also for children; on Linux not dumpable at all (PR_SET_DUMPABLE 0)."""
        import resource

        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform == "linux":
            import ctypes

            with suppress(OSError, AttributeError):
                # core_pattern may pipe to a program, for which the limit does not hold (prctl(2), core(5)).
                ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)
