"""What the whole suite shares: which tests a system cannot even import."""

from __future__ import annotations

import sys

# Pseudo terminals are a part of POSIX; Windows' faces are tried in tests/windows.
_POSIX_ONLY = ["terminal", "line/test_robust.py", "proof/test_line.py", "proof/test_person.py"]
collect_ignore = _POSIX_ONLY if sys.platform == "win32" else []
