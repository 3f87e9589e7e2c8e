"""Names and texts inside T-SQL, where no parameter can stand: DDL, BACKUP, RESTORE.

A name is ``[`` + name with ``]`` doubled + ``]``, at most 128 UTF-16 units (QUOTENAME gives NULL above that), and
never empty. Values go as parameters wherever the server takes one.
"""

from __future__ import annotations

import re
from typing import Final

from xprunbook.systems.sql_connection import BadValue, check_value

_COLLATION: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{1,127}")


def name(value: str) -> str:
    """An identifier in brackets; BadValue when it can be none."""
    if not value:
        raise BadValue("empty", "name")
    check_value(value, "name")
    return f"[{value.replace(']', ']]')}]"


def text(value: str) -> str:
    """A Unicode literal; BadValue for NUL, half a surrogate pair, or more than 4,000 units (nvarchar)."""
    check_value(value, "text", 4_000)
    return "N'" + value.replace("'", "''") + "'"


def collation(value: str) -> str:
    """A collation's name: it cannot be quoted, so only letters, digits and underscores are let through."""
    if not _COLLATION.fullmatch(value):
        raise BadValue("name", "collation")
    return value


def windows_login(account: str) -> str:
    """An account as SQL Server takes it, ``DOMAIN\\name``; BadValue for other forms (CREATE LOGIN refuses
    ``name@domain``, and ``.\\name`` means another machine there than here)."""
    domain, backslash, user = account.partition("\\")
    if not backslash or not user or domain in ("", ".") or "\\" in user:
        raise BadValue("account", "account")
    check_value(account, "account")
    return account
