/* A small ODBC driver for the tests: it talks to nobody. What it is told is logged, what it answers is read from a
 * file: rows, messages, errors in later result sets, slow calls that can be cancelled, connections that break.
 * Loaded by the real driver manager for the real pyodbc. Strings in the log are hexadecimal UTF-16 units.
 *
 * XPRUNBOOK_ODBC_LOG names the log, XPRUNBOOK_ODBC_PLAY the answers (see tests/odbc/play.py for their form). */

#include <pthread.h>
#include <sql.h>
#include <sqlext.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sqlucode.h>
#include <unistd.h>

#define MOST_RECORDS 32
#define MOST_STEPS 4096
#define MOST_COLUMNS 32

typedef struct { char state[6]; long number; char *text; } Record;
typedef struct { Record records[MOST_RECORDS]; int count; } Diagnosis;
typedef struct { Diagnosis diagnosis; int type; } Handle;
typedef struct { Handle handle; int dropped; } Connection;
typedef struct { SQLSMALLINT ctype; SQLPOINTER value; SQLLEN *length; } Parameter;
typedef struct {
    Handle handle;
    Connection *connection;
    char *steps[MOST_STEPS];
    int count, at;
    char names[MOST_COLUMNS][64], types[MOST_COLUMNS][16];
    int columns;
    char *row;
    size_t given[MOST_COLUMNS];
    Parameter parameters[64];
    SQLWCHAR *prepared;
    volatile int cancelled;
} Statement;

static pthread_mutex_t logging = PTHREAD_MUTEX_INITIALIZER;

static void tell(const char *kind, const SQLWCHAR *text, long units, long number) {
    const char *path = getenv("XPRUNBOOK_ODBC_LOG");
    if (!path) return;
    pthread_mutex_lock(&logging);
    FILE *log = fopen(path, "a");
    if (log) {
        fprintf(log, "%s %ld ", kind, number);
        for (long at = 0; text && (units < 0 ? text[at] : at < units); at++) fprintf(log, "%04x", text[at]);
        fputc('\n', log);
        fclose(log);
    }
    pthread_mutex_unlock(&logging);
}

static void clear(Diagnosis *diagnosis) {
    for (int at = 0; at < diagnosis->count; at++) free(diagnosis->records[at].text);
    diagnosis->count = 0;
}

static void record(Diagnosis *diagnosis, const char *state, long number, const char *text) {
    if (diagnosis->count == MOST_RECORDS) return;
    Record *made = &diagnosis->records[diagnosis->count++];
    snprintf(made->state, sizeof made->state, "%s", state);
    made->number = number;
    made->text = malloc(strlen(text) + 64);
    sprintf(made->text, "[Tests][ODBC Driver][SQL Server]%s", text);
}

/* "STATE NUMBER words", more records behind " || ". */
static void records(Diagnosis *diagnosis, const char *text) {
    char *copy = strdup(text), *rest = copy;
    while (rest) {
        char *next = strstr(rest, " || ");
        if (next) { *next = 0; next += 4; }
        char state[6] = "HY000";
        long number = 0;
        int used = 0;
        sscanf(rest, "%5s %ld %n", state, &number, &used);
        record(diagnosis, state, number, rest + used);
        rest = next;
    }
    free(copy);
}

static char *play(void) {
    const char *path = getenv("XPRUNBOOK_ODBC_PLAY");
    FILE *file = path ? fopen(path, "rb") : NULL;
    if (!file) return strdup("");
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *text = malloc((size_t)size + 1);
    text[fread(text, 1, (size_t)size, file)] = 0;
    fclose(file);
    return text;
}

static long units_of(const SQLWCHAR *text, SQLINTEGER length) {
    if (length != SQL_NTS) return length;
    long units = 0;
    while (text[units]) units++;
    return units;
}

static char *narrow(const SQLWCHAR *text, long units) {
    char *made = malloc((size_t)units + 1);
    for (long at = 0; at < units; at++) made[at] = text[at] < 128 ? (char)text[at] : '?';
    made[units] = 0;
    return made;
}

static SQLLEN widen(const char *text, SQLWCHAR *out, SQLLEN most) {
    SQLLEN units = 0;
    const unsigned char *at = (const unsigned char *)text;
    while (*at) { /* UTF-8 within the basic plane is enough here. */
        unsigned code = *at++;
        if (code >= 0xE0 && at[0] && at[1]) { code = ((code & 15) << 12) | ((at[0] & 63) << 6) | (at[1] & 63); at += 2; }
        else if (code >= 0xC0 && at[0]) { code = ((code & 31) << 6) | (at[0] & 63); at += 1; }
        if (out && units < most) out[units] = (SQLWCHAR)code;
        units++;
    }
    return units;
}

SQLRETURN SQLAllocHandle(SQLSMALLINT type, SQLHANDLE parent, SQLHANDLE *made) {
    size_t size = type == SQL_HANDLE_STMT ? sizeof(Statement) : type == SQL_HANDLE_DBC ? sizeof(Connection) : sizeof(Handle);
    Handle *handle = calloc(1, size);
    handle->type = type;
    if (type == SQL_HANDLE_STMT) ((Statement *)handle)->connection = parent;
    *made = handle;
    return SQL_SUCCESS;
}

static void forget(Statement *statement) {
    for (int at = 0; at < statement->count; at++) free(statement->steps[at]);
    statement->count = statement->at = statement->columns = 0;
    statement->row = NULL;
}

SQLRETURN SQLFreeHandle(SQLSMALLINT type, SQLHANDLE handle) {
    clear(&((Handle *)handle)->diagnosis);
    if (type == SQL_HANDLE_STMT) { forget(handle); free(((Statement *)handle)->prepared); }
    free(handle);
    return SQL_SUCCESS;
}

SQLRETURN SQLSetEnvAttr(SQLHENV e, SQLINTEGER a, SQLPOINTER v, SQLINTEGER l) { return SQL_SUCCESS; }
SQLRETURN SQLEndTran(SQLSMALLINT t, SQLHANDLE h, SQLSMALLINT c) { return SQL_SUCCESS; }

SQLRETURN SQLSetConnectAttrW(SQLHDBC c, SQLINTEGER attribute, SQLPOINTER value, SQLINTEGER l) {
    tell("attribute", NULL, 0, attribute * 1000000L + (long)(SQLULEN)value);
    return SQL_SUCCESS;
}
SQLRETURN SQLSetConnectAttr(SQLHDBC c, SQLINTEGER a, SQLPOINTER v, SQLINTEGER l) { return SQLSetConnectAttrW(c, a, v, l); }
SQLRETURN SQLGetConnectAttrW(SQLHDBC c, SQLINTEGER a, SQLPOINTER value, SQLINTEGER b, SQLINTEGER *l) {
    if (value) *(SQLUINTEGER *)value = 0;
    return SQL_SUCCESS;
}
SQLRETURN SQLSetStmtAttrW(SQLHSTMT s, SQLINTEGER attribute, SQLPOINTER value, SQLINTEGER l) {
    if (attribute == SQL_ATTR_QUERY_TIMEOUT || attribute == SQL_ATTR_NOSCAN)
        tell("statement", NULL, 0, attribute * 1000000L + (long)(SQLULEN)value);
    return SQL_SUCCESS;
}
SQLRETURN SQLSetStmtAttr(SQLHSTMT s, SQLINTEGER a, SQLPOINTER v, SQLINTEGER l) { return SQLSetStmtAttrW(s, a, v, l); }
SQLRETURN SQLGetStmtAttrW(SQLHSTMT s, SQLINTEGER a, SQLPOINTER value, SQLINTEGER b, SQLINTEGER *l) {
    if (value) *(SQLULEN *)value = 0;
    return SQL_SUCCESS;
}
SQLRETURN SQLGetStmtAttr(SQLHSTMT s, SQLINTEGER a, SQLPOINTER v, SQLINTEGER b, SQLINTEGER *l) { return SQLGetStmtAttrW(s, a, v, b, l); }

SQLRETURN SQLGetInfoW(SQLHDBC c, SQLUSMALLINT kind, SQLPOINTER value, SQLSMALLINT size, SQLSMALLINT *length) {
    const char *text = kind == SQL_DRIVER_ODBC_VER || kind == SQL_DRIVER_VER ? "03.80" : kind == SQL_DBMS_NAME ? "Tests"
        : kind == SQL_DESCRIBE_PARAMETER || kind == SQL_NEED_LONG_DATA_LEN ? "N" : NULL;
    if (text) {
        SQLLEN units = widen(text, value, size / 2);
        if (value && units < size / 2) ((SQLWCHAR *)value)[units] = 0;
        if (length) *length = (SQLSMALLINT)(units * 2);
    } else {
        if (value) memset(value, 0, size > 4 || size <= 0 ? 4 : (size_t)size);
        if (length) *length = 4;
    }
    return SQL_SUCCESS;
}

SQLRETURN SQLDriverConnectW(SQLHDBC handle, SQLHWND w, SQLWCHAR *text, SQLSMALLINT length, SQLWCHAR *o, SQLSMALLINT m, SQLSMALLINT *n, SQLUSMALLINT p) {
    Connection *connection = handle;
    long units = units_of(text, length);
    SQLRETURN result = SQL_SUCCESS;
    clear(&connection->handle.diagnosis);
    tell("connect", text, units, 0);
    char *played = play(), *line = strtok(played, "\n");
    for (; line && strncmp(line, "on ", 3); line = strtok(NULL, "\n")) {
        if (!strncmp(line, "refuse ", 7)) { records(&connection->handle.diagnosis, line + 7); result = SQL_ERROR; }
        else if (!strncmp(line, "wait ", 5)) usleep((useconds_t)atol(line + 5) * 1000);
        else if (!strcmp(line, "echo")) {
            char *copy = narrow(text, units), *said = malloc((size_t)units + 64);
            sprintf(said, "28000 18456 Login failed: %s", copy);
            records(&connection->handle.diagnosis, said);
            free(copy); free(said);
            result = SQL_ERROR;
        }
    }
    free(played);
    if (n) *n = 0;
    return result;
}

SQLRETURN SQLDisconnect(SQLHDBC c) { tell("disconnect", NULL, 0, 0); return SQL_SUCCESS; }

/* The steps of the first block whose words stand in the statement; none: it succeeds and says nothing. */
static void choose(Statement *statement, const char *text) {
    char *played = play(), *keep = NULL, *line = strtok_r(played, "\n", &keep);
    int mine = 0, done = 0;
    for (; line && !done; line = strtok_r(NULL, "\n", &keep)) {
        if (!strncmp(line, "on ", 3)) { done = mine; mine = !mine && strstr(text, line + 3) != NULL; }
        else if (mine && statement->count < MOST_STEPS) statement->steps[statement->count++] = strdup(line);
    }
    free(played);
}

static SQLRETURN go_on(Statement *statement) {
    Diagnosis *diagnosis = &statement->handle.diagnosis;
    SQLRETURN result = SQL_SUCCESS;
    statement->columns = 0;
    statement->row = NULL;
    while (statement->at < statement->count) {
        char *step = statement->steps[statement->at++];
        if (!strncmp(step, "say ", 4)) { records(diagnosis, step + 4); result = SQL_SUCCESS_WITH_INFO; }
        else if (!strncmp(step, "fail ", 5)) { records(diagnosis, step + 5); statement->at = statement->count; return SQL_ERROR; }
        else if (!strcmp(step, "set")) return result;
        else if (!strncmp(step, "slow ", 5)) {
            for (long left = atol(step + 5); left > 0 && !statement->cancelled; left -= 5) usleep(5000);
            if (statement->cancelled) {
                record(diagnosis, "HY008", 0, "Operation canceled");
                statement->at = statement->count;
                return SQL_ERROR;
            }
        } else if (!strcmp(step, "stuck")) { for (int left = 0; left < 60; left++) sleep(1); }
        else if (!strcmp(step, "drop")) {
            statement->connection->dropped = 1;
            record(diagnosis, "08S01", 10054, "TCP Provider: An existing connection was forcibly closed");
            return SQL_ERROR;
        } else if (!strncmp(step, "columns ", 8)) {
            char *copy = strdup(step + 8), *keep = NULL;
            for (char *part = strtok_r(copy, " ", &keep); part && statement->columns < MOST_COLUMNS; part = strtok_r(NULL, " ", &keep)) {
                char *colon = strchr(part, ':');
                *colon = 0;
                snprintf(statement->names[statement->columns], 64, "%s", part);
                snprintf(statement->types[statement->columns++], 16, "%s", colon + 1);
            }
            free(copy);
            return result;
        }
    }
    return result;
}

static SQLRETURN execute(Statement *statement, const SQLWCHAR *text, long units) {
    clear(&statement->handle.diagnosis);
    forget(statement);
    statement->cancelled = 0;
    tell("execute", text, units, 0);
    if (statement->connection->dropped) {
        record(&statement->handle.diagnosis, "08S01", 10054, "Communication link failure");
        return SQL_ERROR;
    }
    char *copy = narrow(text, units);
    choose(statement, copy);
    free(copy);
    return go_on(statement);
}

SQLRETURN SQLExecDirectW(SQLHSTMT s, SQLWCHAR *text, SQLINTEGER length) { return execute(s, text, units_of(text, length)); }

SQLRETURN SQLPrepareW(SQLHSTMT handle, SQLWCHAR *text, SQLINTEGER length) {
    Statement *statement = handle;
    long units = units_of(text, length);
    free(statement->prepared);
    statement->prepared = calloc((size_t)units + 1, sizeof(SQLWCHAR));
    memcpy(statement->prepared, text, (size_t)units * sizeof(SQLWCHAR));
    return SQL_SUCCESS;
}

SQLRETURN SQLNumParams(SQLHSTMT handle, SQLSMALLINT *count) {
    *count = 0;
    for (SQLWCHAR *at = ((Statement *)handle)->prepared; at && *at; at++) *count += *at == '?';
    return SQL_SUCCESS;
}

SQLRETURN SQLBindParameter(SQLHSTMT handle, SQLUSMALLINT number, SQLSMALLINT io, SQLSMALLINT ctype, SQLSMALLINT type, SQLULEN size, SQLSMALLINT digits, SQLPOINTER value, SQLLEN most, SQLLEN *length) {
    if (number <= 64) ((Statement *)handle)->parameters[number - 1] = (Parameter){ctype, value, length};
    return SQL_SUCCESS;
}

SQLRETURN SQLExecute(SQLHSTMT handle) {
    Statement *statement = handle;
    SQLSMALLINT count = 0;
    SQLNumParams(handle, &count);
    for (int at = 0; at < count && at < 64; at++) {
        Parameter *parameter = &statement->parameters[at];
        if (parameter->ctype == SQL_C_WCHAR && parameter->length && *parameter->length >= 0)
            tell("parameter", parameter->value, *parameter->length / 2, at + 1);
        else tell("parameter", NULL, 0, at + 1);
    }
    return execute(statement, statement->prepared, units_of(statement->prepared, SQL_NTS));
}

SQLRETURN SQLMoreResults(SQLHSTMT handle) {
    Statement *statement = handle;
    clear(&statement->handle.diagnosis);
    while (statement->at < statement->count && !strncmp(statement->steps[statement->at], "row", 3)) statement->at++;
    return statement->at >= statement->count ? SQL_NO_DATA : go_on(statement);
}

SQLRETURN SQLFetch(SQLHSTMT handle) {
    Statement *statement = handle;
    clear(&statement->handle.diagnosis);
    memset(statement->given, 0, sizeof statement->given);
    if (statement->at >= statement->count || strncmp(statement->steps[statement->at], "row ", 4)) return SQL_NO_DATA;
    statement->row = statement->steps[statement->at++] + 4;
    return SQL_SUCCESS;
}

/* Values of a row are parted by tabs; <null> is NULL. */
SQLRETURN SQLGetData(SQLHSTMT handle, SQLUSMALLINT number, SQLSMALLINT type, SQLPOINTER value, SQLLEN size, SQLLEN *length) {
    Statement *statement = handle;
    char cell[4096], *from = statement->row;
    for (int at = 1; from && at < number; at++) { from = strchr(from, '\t'); if (from) from++; }
    snprintf(cell, sizeof cell, "%.*s", from ? (int)strcspn(from, "\t") : 0, from ? from : "");
    clear(&statement->handle.diagnosis);
    if (!strcmp(cell, "<null>")) { *length = SQL_NULL_DATA; return SQL_SUCCESS; }
    if (type == SQL_C_LONG || type == SQL_C_SLONG || type == SQL_C_ULONG) { *(SQLINTEGER *)value = atoi(cell); *length = 4; return SQL_SUCCESS; }
    if (type == SQL_C_SBIGINT || type == SQL_C_UBIGINT) { *(SQLBIGINT *)value = atoll(cell); *length = 8; return SQL_SUCCESS; }
    SQLWCHAR wide[4096];
    SQLLEN bytes = type == SQL_C_BINARY ? (SQLLEN)strlen(cell) : widen(cell, wide, 4096) * 2;
    const char *source = type == SQL_C_BINARY ? cell : (const char *)wide;
    size_t given = statement->given[number - 1];
    if (given && (SQLLEN)given >= bytes) return SQL_NO_DATA;
    SQLLEN room = type == SQL_C_BINARY ? size : (size - 2) & ~(SQLLEN)1, rest = bytes - (SQLLEN)given;
    SQLLEN now = rest < room ? rest : room;
    memcpy(value, source + given, (size_t)now);
    if (type != SQL_C_BINARY) *(SQLWCHAR *)((char *)value + now) = 0;
    *length = rest;
    statement->given[number - 1] = given + (size_t)now + (bytes == 0);
    if (now < rest) { record(&statement->handle.diagnosis, "01004", 0, "truncated"); return SQL_SUCCESS_WITH_INFO; }
    return SQL_SUCCESS;
}

SQLRETURN SQLNumResultCols(SQLHSTMT s, SQLSMALLINT *count) { *count = (SQLSMALLINT)((Statement *)s)->columns; return SQL_SUCCESS; }

static SQLSMALLINT type_of(const char *name) {
    return !strcmp(name, "int") ? SQL_INTEGER : !strcmp(name, "bigint") ? SQL_BIGINT : !strcmp(name, "variant") ? -150
        : !strcmp(name, "offset") ? -155 : !strcmp(name, "odd") ? -16 : SQL_WVARCHAR;
}

SQLRETURN SQLDescribeColW(SQLHSTMT handle, SQLUSMALLINT number, SQLWCHAR *name, SQLSMALLINT most, SQLSMALLINT *length, SQLSMALLINT *type, SQLULEN *size, SQLSMALLINT *digits, SQLSMALLINT *nullable) {
    Statement *statement = handle;
    SQLLEN units = widen(statement->names[number - 1], name, most - 1);
    if (name) name[units] = 0;
    if (length) *length = (SQLSMALLINT)units;
    if (type) *type = type_of(statement->types[number - 1]);
    if (size) *size = 400;
    if (digits) *digits = 0;
    if (nullable) *nullable = SQL_NULLABLE;
    return SQL_SUCCESS;
}

SQLRETURN SQLColAttributeW(SQLHSTMT s, SQLUSMALLINT n, SQLUSMALLINT f, SQLPOINTER c, SQLSMALLINT m, SQLSMALLINT *l, SQLLEN *number) {
    if (number) *number = 0;
    return SQL_SUCCESS;
}
SQLRETURN SQLColAttribute(SQLHSTMT s, SQLUSMALLINT n, SQLUSMALLINT f, SQLPOINTER c, SQLSMALLINT m, SQLSMALLINT *l, SQLLEN *number) { return SQLColAttributeW(s, n, f, c, m, l, number); }
SQLRETURN SQLRowCount(SQLHSTMT s, SQLLEN *count) { *count = -1; return SQL_SUCCESS; }
SQLRETURN SQLCancel(SQLHSTMT s) { tell("cancel", NULL, 0, 0); ((Statement *)s)->cancelled = 1; return SQL_SUCCESS; }
SQLRETURN SQLFreeStmt(SQLHSTMT s, SQLUSMALLINT option) { if (option == SQL_CLOSE) forget(s); return SQL_SUCCESS; }
SQLRETURN SQLCloseCursor(SQLHSTMT s) { forget(s); return SQL_SUCCESS; }

SQLRETURN SQLGetDiagRecW(SQLSMALLINT type, SQLHANDLE handle, SQLSMALLINT number, SQLWCHAR *state, SQLINTEGER *native, SQLWCHAR *text, SQLSMALLINT most, SQLSMALLINT *length) {
    Diagnosis *diagnosis = &((Handle *)handle)->diagnosis;
    if (number < 1 || number > diagnosis->count) return SQL_NO_DATA;
    Record *found = &diagnosis->records[number - 1];
    if (state) { widen(found->state, state, 5); state[5] = 0; }
    if (native) *native = (SQLINTEGER)found->number;
    SQLLEN units = widen(found->text, text, most > 0 ? most - 1 : 0);
    if (text && most > 0) text[units < most - 1 ? units : most - 1] = 0;
    if (length) *length = (SQLSMALLINT)units;
    return units > most - 1 ? SQL_SUCCESS_WITH_INFO : SQL_SUCCESS;
}

SQLRETURN SQLGetDiagFieldW(SQLSMALLINT t, SQLHANDLE handle, SQLSMALLINT n, SQLSMALLINT field, SQLPOINTER value, SQLSMALLINT m, SQLSMALLINT *l) {
    if (field != SQL_DIAG_NUMBER) return SQL_NO_DATA;
    *(SQLINTEGER *)value = ((Handle *)handle)->diagnosis.count;
    return SQL_SUCCESS;
}
