"""Tests against a real server: ``XPRUNBOOK_SQLSERVER`` names it, otherwise they are skipped.

The variable is ``KEY=VALUE`` pairs with semicolons: ``SERVER`` (as ``xprunbook sql -S``), ``UID``, ``PWD`` (both left
out: integrated authentication), ``DRIVER`` (name or path; otherwise the best installed), ``TRUST=yes`` for a
self-signed certificate. The login needs the right to create databases. Every test makes databases of its own, named
``xprunbook_…``, and drops them.

With Microsoft's container image::

    docker run -d --name sql -p 1433:1433 -e ACCEPT_EULA=Y -e MSSQL_SA_PASSWORD="$SECRET" \\
        mcr.microsoft.com/mssql/server:2022-latest
    XPRUNBOOK_SQLSERVER="SERVER=127.0.0.1,1433;UID=sa;PWD=$SECRET;TRUST=yes" \\
        python -m pytest tests/sqlserver

Tests marked ``needs_engine`` ask for what a server that only speaks T-SQL does not have (sp_configure, BACKUP, msdb,
ALTER DATABASE ... SET); they are skipped where the server refuses it as unknown. Windows accounts, FILESTREAM in
effect and named instances cannot be tried on Linux: see the driver of the tests for what is sent.
"""
