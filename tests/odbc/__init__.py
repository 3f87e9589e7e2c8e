"""A small ODBC driver in C, loaded by the real driver manager for the real pyodbc; see ``driver.c`` and ``play``."""
