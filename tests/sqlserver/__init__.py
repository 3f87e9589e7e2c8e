"""Tests against a real server: ``XPRUNBOOK_SQLSERVER`` names it, otherwise they are skipped.

The variable is ``KEY=VALUE`` pairs with semicolons: ``SERVER`` (as ``xprunbook sql -S``), ``UID``, ``PWD`` (both left
out: integrated authentication), ``DRIVER`` (name or path; otherwise the best installed), ``TRUST=yes`` for a
self-signed certificate, ``FOLDER`` for backups on the server (otherwise ``/var/opt/mssql/data``). The login should be
sysadmin: it creates databases and logins and writes a backup. Every test makes databases and logins of its own, named
``xprunbook_…``, and drops them.

With Microsoft's container image::

    docker run -d --name sql -p 1433:1433 -e ACCEPT_EULA=Y -e MSSQL_SA_PASSWORD="$SECRET" \\
        mcr.microsoft.com/mssql/server:2022-latest
    XPRUNBOOK_SQLSERVER="SERVER=127.0.0.1,1433;UID=sa;PWD=$SECRET;TRUST=yes" \\
        python -m pytest tests/sqlserver

``test_every_statement_parses`` has the server read every statement the product can send, without carrying it out; the
other tests carry out all that a server on Linux can. Those with ``needs_engine`` ask for what a server that only speaks
T-SQL does not have (sp_configure, BACKUP, msdb, ALTER DATABASE ... SET); they are skipped where the server refuses it
as unknown. CREATE LOGIN FROM WINDOWS, FILESTREAM in effect and named instances cannot be tried on Linux: see the driver
of the tests for what is sent.
"""
