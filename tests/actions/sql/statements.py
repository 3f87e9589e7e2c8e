"""Every statement the product can send, to be read beside the documentation.

``python -m tests.actions.sql.statements`` prints them.

Names and texts are hostile ones, so that their quoting is seen too.
"""

from __future__ import annotations

from collections.abc import Iterator

from xprunbook.actions.sql import asks, orders
from xprunbook.systems.sql import Ask, Order, Request
from xprunbook.systems.sql_odbc import SCRIPTED, STRICT

NAME, ACCOUNT, PATH = "XP]DATA", "CORP\\svc'x]", "\\\\SQL01\\It's\\x.bak"


def requests() -> Iterator[Request]:
    """All of them."""
    yield Request("a session for questions and changes", STRICT)
    yield Request("a session for scripts", SCRIPTED)
    yield from (asks.SERVER, asks.ENCRYPTION, asks.LOGIN, asks.MEMORY, asks.VOLUMES)
    yield from (
        asks.databases(),
        asks.databases((NAME, "b")),
        asks.account(ACCOUNT),
        asks.user(NAME, ACCOUNT),
    )
    yield from (asks.setting("filestream access level"), asks.restores((NAME, "b")))
    yield from (asks.backup_header(PATH), asks.backup_files(PATH, 2), asks.backup_verify(PATH, 2))
    yield from (asks.mark(NAME), asks.sessions(NAME), asks.objects(NAME), asks.rows(NAME))
    yield asks.checksum(NAME, "d]bo", "t]")
    for operation in (
        orders.create_database("", NAME),
        orders.create_database("", NAME, "Latin1_General_CI_AS", "D:\\It's", "L:\\"),
        orders.mark("", NAME, "2026-11-21-a1b2"),
        orders.unmark("", NAME),
        orders.recovery_model("", NAME, "bulk_logged"),
        orders.create_login("", ACCOUNT),
        orders.create_user("", NAME, ACCOUNT),
        orders.remap_user("", NAME, ACCOUNT),
        orders.add_db_owner("", NAME, ACCOUNT),
        orders.add_sysadmin("", ACCOUNT),
        orders.drop_sysadmin("", ACCOUNT),
        orders.filestream("", 2),
        orders.drop_database("", NAME),
    ):
        yield orders.request_of(operation)
    yield from (orders.backup_probe(PATH), orders.remove_probe(PATH, 15), orders.remove_probe(PATH, 14))


def nothing_is_left_out() -> None:
    """Every question and every change is in the list."""
    named = {request.name for request in requests()}
    assert {*map(str, Ask), *map(str, Order)} <= named


if __name__ == "__main__":
    for request in requests():
        print(f"-- {request.name}")
        print(request.text)
        print("GO" if not request.values else f"GO -- {list(request.values)}")
        print()
