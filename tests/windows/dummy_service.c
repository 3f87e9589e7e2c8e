/* A Windows service that behaves as it is told: for tests of service control, nothing else.

   The command line it is registered with is "dummy_service.exe" and any of

     start=MS        milliseconds in START_PENDING, with a checkpoint every 100
     stop=MS         the same in STOP_PENDING
     fail=CODE       the start ends with this Win32 code instead of RUNNING
     own=CODE        the start ends with this code of its own (Win32 code 1066)
     stuck=start     stays in START_PENDING without another checkpoint
     stuck=stop      stays in STOP_PENDING without another checkpoint
     quit=MS         the process ends after that time without a word to the service manager
     log="PATH"      a line for each thing that happens: "starting ACCOUNT", "running PID", "stop asked", "stopped"
     go="PATH"       what is stuck goes on when this file appears (or after two minutes, whatever happens)
*/
#include <windows.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

enum { STEP = 100, LONGEST = 120000 };

static DWORD start_ms, stop_ms, fail_code, own_code, quit_ms;
static BOOL stuck_start, stuck_stop;
static const wchar_t *log_path, *go_path;

static SERVICE_STATUS_HANDLE handle;
static HANDLE stop_asked;
static DWORD state, checkpoint;

static void note(const char *format, ...)
{
    char line[600];
    va_list values;
    va_start(values, format);
    vsnprintf(line, sizeof line, format, values);
    va_end(values);
    if (!log_path) return;
    FILE *file = _wfopen(log_path, L"ab");
    if (!file) return;
    fprintf(file, "%s\n", line);
    fclose(file);
}

static void tell(DWORD now, DWORD win32, DWORD own, DWORD hint)
{
    SERVICE_STATUS status = {0};
    status.dwServiceType = SERVICE_WIN32_OWN_PROCESS;
    status.dwCurrentState = state = now;
    status.dwControlsAccepted = now == SERVICE_RUNNING ? SERVICE_ACCEPT_STOP | SERVICE_ACCEPT_SHUTDOWN : 0;
    status.dwWin32ExitCode = win32;
    status.dwServiceSpecificExitCode = own;
    status.dwCheckPoint = now == SERVICE_RUNNING || now == SERVICE_STOPPED ? 0 : ++checkpoint;
    status.dwWaitHint = hint;
    SetServiceStatus(handle, &status);
}

static void take_time(DWORD pending, DWORD ms)
{
    tell(pending, 0, 0, ms + 1000);
    for (DWORD spent = 0; spent < ms; spent += STEP) {
        Sleep(STEP);
        tell(pending, 0, 0, ms + 1000);
    }
}

static void be_stuck(DWORD pending)
{
    tell(pending, 0, 0, 2000);
    note("stuck");
    for (DWORD spent = 0; spent < LONGEST; spent += STEP) {
        if (go_path && GetFileAttributesW(go_path) != INVALID_FILE_ATTRIBUTES) break;
        Sleep(STEP);
    }
}

static DWORD WINAPI control(DWORD asked, DWORD type, void *data, void *context)
{
    (void)type; (void)data; (void)context;
    switch (asked) {
    case SERVICE_CONTROL_INTERROGATE:
        return NO_ERROR;
    case SERVICE_CONTROL_STOP:
    case SERVICE_CONTROL_SHUTDOWN:
        tell(SERVICE_STOP_PENDING, 0, 0, stop_ms + 1000);
        note("stop asked");
        SetEvent(stop_asked);
        return NO_ERROR;
    }
    return ERROR_CALL_NOT_IMPLEMENTED;
}

static DWORD WINAPI leave(void *nothing)
{
    (void)nothing;
    Sleep(quit_ms);
    note("quits");
    TerminateProcess(GetCurrentProcess(), 3);
    return 0;
}

static void WINAPI serve(DWORD count, wchar_t **words)
{
    wchar_t account[256] = L"?";
    char shown[512] = "?";
    DWORD size = 256;
    handle = RegisterServiceCtrlHandlerExW(count ? words[0] : L"", control, NULL);
    if (!handle) return;
    stop_asked = CreateEventW(NULL, TRUE, FALSE, NULL);
    GetUserNameW(account, &size);
    WideCharToMultiByte(CP_UTF8, 0, account, -1, shown, sizeof shown, NULL, NULL);
    note("starting %s", shown);
    if (quit_ms) CloseHandle(CreateThread(NULL, 0, leave, NULL, 0, NULL));
    take_time(SERVICE_START_PENDING, start_ms);
    if (stuck_start) be_stuck(SERVICE_START_PENDING);
    if (fail_code || own_code) {
        note("fails %lu", fail_code ? fail_code : own_code);
        tell(SERVICE_STOPPED, fail_code ? fail_code : ERROR_SERVICE_SPECIFIC_ERROR, own_code, 0);
        return;
    }
    tell(SERVICE_RUNNING, 0, 0, 0);
    note("running %lu", GetCurrentProcessId());
    WaitForSingleObject(stop_asked, INFINITE);
    take_time(SERVICE_STOP_PENDING, stop_ms);
    if (stuck_stop) be_stuck(SERVICE_STOP_PENDING);
    note("stopped");
    tell(SERVICE_STOPPED, 0, 0, 0);
}

static BOOL number(const wchar_t *word, const wchar_t *name, DWORD *value)
{
    size_t length = wcslen(name);
    if (wcsncmp(word, name, length)) return FALSE;
    *value = wcstoul(word + length, NULL, 10);
    return TRUE;
}

int wmain(int count, wchar_t **words)
{
    for (int at = 1; at < count; at++) {
        const wchar_t *word = words[at];
        if (number(word, L"start=", &start_ms) || number(word, L"stop=", &stop_ms)) continue;
        if (number(word, L"fail=", &fail_code) || number(word, L"own=", &own_code)) continue;
        if (number(word, L"quit=", &quit_ms)) continue;
        if (!wcscmp(word, L"stuck=start")) stuck_start = TRUE;
        else if (!wcscmp(word, L"stuck=stop")) stuck_stop = TRUE;
        else if (!wcsncmp(word, L"log=", 4)) log_path = word + 4;
        else if (!wcsncmp(word, L"go=", 3)) go_path = word + 3;
        else return ERROR_INVALID_PARAMETER;
    }
    SERVICE_TABLE_ENTRYW table[] = {{L"", serve}, {NULL, NULL}};
    if (!StartServiceCtrlDispatcherW(table)) {
        fprintf(stderr, "only the service manager can start this: %lu\n", GetLastError());
        return (int)GetLastError();
    }
    return 0;
}
