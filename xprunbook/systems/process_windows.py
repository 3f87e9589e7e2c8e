"""A program and everything it starts, on Windows: in a Job Object of its own, which no child leaves."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import contextlib
    import ctypes
    import os
    import queue
    import subprocess
    import threading
    from collections.abc import Mapping
    from ctypes import wintypes
    from typing import Final

    from xprunbook.systems.ports import Command

    _SUSPENDED: Final = 0x4
    _CHUNK: Final = 65536
    _ACCOUNTING, _PROCESSES = 1, 3  # JobObjectBasicAccountingInformation, JobObjectBasicProcessIdList
    _QUERY_AND_WAIT: Final = 0x1000 | 0x100000  # PROCESS_QUERY_LIMITED_INFORMATION | SYNCHRONIZE
    _STILL_THERE: Final = 0x102  # WAIT_TIMEOUT

    class _Accounting(ctypes.Structure):
        _fields_ = (
            ("times", ctypes.c_longlong * 4),
            ("page_faults", wintypes.DWORD),
            ("total", wintypes.DWORD),
            ("active", wintypes.DWORD),
            ("terminated", wintypes.DWORD),
        )

    class _ProcessIds(ctypes.Structure):
        _fields_ = (
            ("assigned", wintypes.DWORD),
            ("listed", wintypes.DWORD),
            ("pids", ctypes.c_size_t * 1024),
        )

    def _kernel() -> ctypes.WinDLL:
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        handle, pointer = wintypes.HANDLE, wintypes.LPVOID
        kernel.CreateJobObjectW.restype = handle
        kernel.CreateJobObjectW.argtypes = (pointer, wintypes.LPCWSTR)
        kernel.AssignProcessToJobObject.argtypes = (handle, handle)
        kernel.TerminateJobObject.argtypes = (handle, wintypes.UINT)
        kernel.QueryInformationJobObject.argtypes = (
            handle,
            ctypes.c_int,
            pointer,
            wintypes.DWORD,
            pointer,
        )
        kernel.OpenProcess.restype = handle
        kernel.OpenProcess.argtypes = (wintypes.DWORD, wintypes.BOOL, wintypes.DWORD)
        kernel.GetProcessTimes.argtypes = (handle, pointer, pointer, pointer, pointer)
        kernel.WaitForSingleObject.argtypes = (handle, wintypes.DWORD)
        kernel.CloseHandle.argtypes = (handle,)
        return kernel

    def started_at(handle: int) -> str:
        """When a process began, in 100 ns since 1601 (FILETIME); empty if Windows does not say."""
        times = (ctypes.c_ulonglong * 4)()
        size = ctypes.sizeof(ctypes.c_ulonglong)
        places = [ctypes.byref(times, size * index) for index in range(4)]
        return str(times[0]) if _kernel().GetProcessTimes(handle, *places) else ""

    def runs_still(pid: int, started: str) -> bool:
        """Whether this very process runs still."""
        kernel = _kernel()
        handle = kernel.OpenProcess(_QUERY_AND_WAIT, False, pid)
        if not handle:
            return False
        try:
            same = bool(started) and started_at(handle) == started
            return same and kernel.WaitForSingleObject(handle, 0) == _STILL_THERE
        finally:
            kernel.CloseHandle(handle)

    class Tree:
        """A running program. Used by one thread.

        The job has no limits: it does not end with us (a half-done copy goes on), and allows no breakaway.
        The program starts suspended and runs only when it is in the job.
        """

        def __init__(self, command: Command, environment: Mapping[str, str]) -> None:
            """Start it; raises OSError."""
            self._kernel: Final = _kernel()
            job = self._kernel.CreateJobObjectW(None, None)
            if not job:
                raise ctypes.WinError(ctypes.get_last_error())
            self._job: Final = job
            try:
                self._process: Final = _suspended(command, environment)
                try:
                    handle = int(self._process._handle)  # type: ignore[attr-defined]  # its only door
                    if not self._kernel.AssignProcessToJobObject(job, handle):
                        raise ctypes.WinError(ctypes.get_last_error())
                    ctypes.WinDLL("ntdll").NtResumeProcess(wintypes.HANDLE(handle))
                except BaseException:
                    self._process.kill()
                    raise
            except BaseException:
                self._kernel.CloseHandle(job)
                raise
            self.pid: Final = self._process.pid
            self.started: Final = started_at(handle)
            self._chunks: Final[queue.Queue[bytes]] = queue.Queue(64)
            self._over = threading.Event()
            threading.Thread(target=self._pump, name="output", daemon=True).start()

        def _pump(self) -> None:
            """Read the pipe: Windows cannot wait for one with a time limit."""
            assert self._process.stdout is not None
            handle = self._process.stdout.fileno()
            data = b"-"
            while data and not self._over.is_set():
                try:
                    data = os.read(handle, _CHUNK)
                except OSError:
                    data = b""
                while not self._over.is_set():
                    with contextlib.suppress(queue.Full):
                        self._chunks.put(data, timeout=0.2)
                        break
            with contextlib.suppress(OSError):
                self._process.stdout.close()

        def read(self, seconds: float) -> bytes | None:
            """Some output; empty when there will be no more; None when there is none in time."""
            try:
                return self._chunks.get(timeout=seconds) if seconds else self._chunks.get_nowait()
            except queue.Empty:
                return None

        def wait(self, seconds: float) -> tuple[int, int] | None:
            """Exit code and how many processes it left running; None while it runs."""
            try:
                code = self._process.wait(seconds)
            except subprocess.TimeoutExpired:
                return None
            return code, self._active()

        def _active(self) -> int:
            found = _Accounting()
            self._kernel.QueryInformationJobObject(
                self._job, _ACCOUNTING, ctypes.byref(found), ctypes.sizeof(found), None
            )
            return int(found.active)

        def end(self) -> tuple[int, ...]:
            """End the program and everything it started; the process ids that survived 10 seconds."""
            self._kernel.TerminateJobObject(self._job, 1)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(10.0)
            pause = threading.Event()
            for _ in range(500):
                if not self._active():
                    return ()
                pause.wait(0.02)
            found = _ProcessIds()
            self._kernel.QueryInformationJobObject(
                self._job, _PROCESSES, ctypes.byref(found), ctypes.sizeof(found), None
            )
            return tuple(found.pids[: min(found.listed, 1024)])

        def close(self) -> None:
            """Let go; what runs still goes on running."""
            self._over.set()
            self._kernel.CloseHandle(self._job)

    def _suspended(command: Command, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
        """Start suspended, without a console window. A shell line goes to cmd.exe as it is written."""
        if command.line:
            shell = os.path.join(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", "cmd.exe")
            program, line = shell, f'"{shell}" /d /s /c "{command.line}"'
        else:
            program = command.program
            line = subprocess.list2cmdline((program, *command.arguments))
        return subprocess.Popen(
            line,
            executable=program,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            bufsize=0,
            cwd=command.folder,
            env=dict(environment),
            creationflags=_SUSPENDED | subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP,
        )
