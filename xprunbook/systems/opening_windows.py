"""Opening a program with a window, for a person, on Windows: as oneself or as another user. It is never ended here.

The password goes from memory into one call of the system; no command line, environment or file ever holds it.
"""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import contextlib
    import ctypes
    import os
    import subprocess
    from collections.abc import Callable, Iterator, Sequence
    from ctypes import wintypes
    from typing import Final

    from xprunbook.systems.ports import Watch
    from xprunbook.systems.process_windows import started_at
    from xprunbook.systems.trouble import Refused, Trouble, refused
    from xprunbook.systems.watching import heed

    _SHOW: Final = 1  # SW_SHOWNORMAL
    _KEEP_HANDLE: Final = 0x40  # SEE_MASK_NOCLOSEPROCESS
    _AT_ONCE: Final = 0x100  # SEE_MASK_NOASYNC: this thread has no message loop
    _NO_DIALOG: Final = 0x400  # SEE_MASK_FLAG_NO_UI: an error is told here, not in a box nobody expects
    _APARTMENT: Final = 0x2 | 0x4  # COINIT_APARTMENTTHREADED, COINIT_DISABLE_OLE1DDE
    _WITH_PROFILE: Final = 1  # LOGON_WITH_PROFILE
    _UNICODE: Final = 0x400  # CREATE_UNICODE_ENVIRONMENT
    _LONGEST: Final = 1024  # characters of a command line for CreateProcessWithLogonW

    _BEAT: Final = 200  # milliseconds from one look at the process to the next
    _STILL_THERE: Final = 0x102  # WAIT_TIMEOUT
    _FAILED: Final = 31  # ERROR_GEN_FAILURE: failed without a number

    class _Execute(ctypes.Structure):
        """SHELLEXECUTEINFOW."""

        _fields_ = (
            ("size", wintypes.DWORD),
            ("mask", wintypes.ULONG),
            ("window", wintypes.HWND),
            ("verb", wintypes.LPCWSTR),
            ("file", wintypes.LPCWSTR),
            ("parameters", wintypes.LPCWSTR),
            ("folder", wintypes.LPCWSTR),
            ("show", ctypes.c_int),
            ("instance", wintypes.HINSTANCE),
            ("ids", ctypes.c_void_p),
            ("group", wintypes.LPCWSTR),
            ("key", wintypes.HKEY),
            ("hot_key", wintypes.DWORD),
            ("icon", wintypes.HANDLE),
            ("process", wintypes.HANDLE),
        )

    class _Startup(ctypes.Structure):
        """STARTUPINFOW. Without a desktop the system lets the user onto the caller's."""

        _fields_ = (
            ("size", wintypes.DWORD),
            ("reserved", wintypes.LPWSTR),
            ("desktop", wintypes.LPWSTR),
            ("title", wintypes.LPWSTR),
            ("numbers", wintypes.DWORD * 8),
            ("show", wintypes.WORD),
            ("reserved_bytes", wintypes.WORD),
            ("reserved_2", ctypes.c_void_p),
            ("handles", wintypes.HANDLE * 3),
        )

    class _Process(ctypes.Structure):
        """PROCESS_INFORMATION."""

        _fields_ = (
            ("process", wintypes.HANDLE),
            ("thread", wintypes.HANDLE),
            ("pid", wintypes.DWORD),
            ("thread_id", wintypes.DWORD),
        )

    def open_here(program: str, arguments: Sequence[str]) -> int:
        """Open as oneself (ShellExecuteExW): a program that wants more rights asks for them in Windows' own dialog.
        A handle of its process, 0 if Windows gives none. Refused, 1223 if that dialog was declined."""
        return _execute(program, subprocess.list2cmdline(arguments), os.path.dirname(program))

    def show_page(url: str) -> None:
        """Open a web address in the browser of this user, and leave it alone. Refused for anything else: the shell
        would take a path, or a command, too."""
        if not url.lower().startswith(("http://", "https://")):
            raise Refused(Trouble.ADDRESS, url)
        if handle := _execute(url, "", ""):
            _kernel().CloseHandle(handle)

    def _execute(file: str, parameters: str, folder: str) -> int:
        shell = ctypes.WinDLL("shell32", use_last_error=True)
        shell.ShellExecuteExW.argtypes = (ctypes.POINTER(_Execute),)
        told = _Execute(
            size=ctypes.sizeof(_Execute),
            mask=_KEEP_HANDLE | _AT_ONCE | _NO_DIALOG,
            file=file,
            parameters=parameters or None,
            folder=folder or None,
            show=_SHOW,
        )
        with _apartment():
            if not shell.ShellExecuteExW(ctypes.byref(told)):
                raise _trouble(file)
        return told.process or 0

    def open_as(program: str, arguments: Sequence[str], user: str, password: str) -> int:
        """Open as another user with their profile (CreateProcessWithLogonW). A handle of its process. Refused: 1326
        wrong password, 1385 no local logon for this account, 740 the program wants an administrator's rights."""
        name, domain = _parts(user)
        line = subprocess.list2cmdline((program, *arguments))
        if len(line) > _LONGEST:
            raise Refused(Trouble.NAME, line, 206)  # ERROR_FILENAME_EXCED_RANGE
        library = ctypes.WinDLL("advapi32", use_last_error=True)
        text = wintypes.LPCWSTR
        library.CreateProcessWithLogonW.argtypes = (
            text,
            text,
            ctypes.c_void_p,
            wintypes.DWORD,
            text,
            wintypes.LPWSTR,
            wintypes.DWORD,
            ctypes.c_void_p,
            text,
            ctypes.POINTER(_Startup),
            ctypes.POINTER(_Process),
        )
        start, made = _Startup(size=ctypes.sizeof(_Startup)), _Process()
        secret = ctypes.create_unicode_buffer(password)
        try:
            done = library.CreateProcessWithLogonW(
                name,
                domain,
                ctypes.byref(secret),
                _WITH_PROFILE,
                program,
                ctypes.create_unicode_buffer(line),
                _UNICODE,
                None,  # the environment of that user's profile
                os.path.dirname(program) or None,
                ctypes.byref(start),
                ctypes.byref(made),
            )
            number = ctypes.get_last_error() or _FAILED
        finally:
            ctypes.memset(secret, 0, ctypes.sizeof(secret))
        if not done:
            raise refused(ctypes.WinError(number), program)
        _kernel().CloseHandle(made.thread)
        return int(made.process)

    def follow(
        handle: int, program: str, watch: Watch, began: Callable[[int, str], None], *, wait: bool
    ) -> int | None:
        """Tell of an opened program, and wait until it is closed; its exit code. It is left alone when the wait is
        cancelled or out of time. Takes the handle."""
        kernel = _kernel()
        try:
            began(int(kernel.GetProcessId(handle)), started_at(handle))
            if not wait:
                return None
            while kernel.WaitForSingleObject(handle, _BEAT) == _STILL_THERE:
                heed(watch, program, known=False)
            code = wintypes.DWORD()
            told = kernel.GetExitCodeProcess(handle, ctypes.byref(code))
            return int(code.value) if told else None
        finally:
            kernel.CloseHandle(handle)

    def _kernel() -> ctypes.WinDLL:
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.GetProcessId.argtypes = kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
        kernel.WaitForSingleObject.argtypes = (wintypes.HANDLE, wintypes.DWORD)
        kernel.GetExitCodeProcess.argtypes = (wintypes.HANDLE, ctypes.POINTER(wintypes.DWORD))
        return kernel

    def _parts(user: str) -> tuple[str, str | None]:
        """Name and domain; a name such as ``user@domain`` goes without."""
        domain, backslash, name = user.partition("\\")
        if backslash:
            return name, domain
        return user, None if "@" in user else "."

    @contextlib.contextmanager
    def _apartment() -> Iterator[None]:
        """COM for this thread: the shell may hand over to an extension that needs it (ShellExecuteExW, Remarks)."""
        ole = ctypes.WinDLL("ole32")
        ready = ole.CoInitializeEx(None, _APARTMENT) >= 0
        try:
            yield
        finally:
            if ready:
                ole.CoUninitialize()

    def _trouble(program: str) -> Refused:
        return refused(ctypes.WinError(ctypes.get_last_error() or _FAILED), program)
