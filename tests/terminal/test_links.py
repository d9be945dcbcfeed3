from __future__ import annotations

import socket

import pytest

from maestro_tui.terminal.links import is_openable, local_path


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("file:///home/me/a%20b", "/home/me/a b"),
        ("file://localhost/tmp", "/tmp"),
        (f"file://{socket.gethostname()}/tmp", "/tmp"),
        ("file://elsewhere.example/tmp", ""),
        ("file://[broken/tmp", ""),
        ("/plain/path", "/plain/path"),
        ("C:\\windows", ""),
        ("http://localhost/tmp", ""),
        ("file:///a%0Ab%1b[31m", "/a b [31m"),
        ("", ""),
    ],
)
def test_only_paths_of_this_machine_are_taken(address: str, path: str) -> None:
    assert local_path(address) == path


@pytest.mark.parametrize(
    ("address", "openable"),
    [
        ("https://example.org/a?b=c#d", True),
        ("http://localhost:3000", True),
        ("mailto:me@example.org", True),
        ("file:///etc/passwd", False),
        ("javascript:alert(1)", False),
        ("ssh://host", False),
        ("https://user:password@example.org", False),
        ("https://example.org/\u202egpj.exe", False),
        ("https://example.org/a b", False),
        ("https://", False),
        ("https://[broken", False),
        ("", False),
    ],
)
def test_only_plain_web_and_mail_addresses_may_be_opened(address: str, openable: bool) -> None:
    assert is_openable(address) is openable
