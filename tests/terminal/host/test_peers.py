from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from maestro_tui.terminal.host.peers import is_our_user, user_of_peer
from tests.terminal.host.support import hosting

NOBODY = 65534

CONNECT = """
import os, socket, sys
os.setgroups([]); os.setgid({user}); os.setuid({user})
client = socket.socket(socket.AF_UNIX)
client.connect(sys.argv[1])
client.sendall(b"GET /control HTTP/1.1\\r\\nHost: localhost\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n"
               b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\r\\nSec-WebSocket-Version: 13\\r\\n\\r\\n")
print(client.recv(4096).split(b"\\r\\n")[0].decode())
"""


def test_the_kernel_says_who_connected() -> None:
    ours, theirs = socket.socketpair(socket.AF_UNIX)
    with ours, theirs:
        assert user_of_peer(ours) == os.getuid()
        assert is_our_user(ours)


def test_another_user_is_not_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = socket.socketpair(socket.AF_UNIX)
    with ours, theirs:
        monkeypatch.setattr(os, "getuid", lambda: user_of_peer(ours) or 0 + 1)
        assert is_our_user(ours) is (user_of_peer(ours) == os.getuid())
    assert not is_our_user(None)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
async def test_another_user_is_refused_even_if_the_socket_were_open_to_all() -> None:
    with tempfile.TemporaryDirectory(prefix="maestro-") as temporary:
        async with hosting(Path(temporary) / "host") as hosted:
            for path in (Path(temporary), hosted.place.directory):
                path.chmod(0o755)
            hosted.place.address.chmod(0o666)
            import asyncio

            process = await asyncio.create_subprocess_exec(
                sys.executable, "-c", CONNECT.format(user=NOBODY), str(hosted.place.address),
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            )  # fmt: skip
            output, _ = await asyncio.wait_for(process.communicate(), 15)
            assert output.decode().strip() == "HTTP/1.1 403 Forbidden"
