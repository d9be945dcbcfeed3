"""The other side of the server's figures: Node with express and ws, installed by npm for the time of a run."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SOURCES = Path(__file__).parent / "node"


def why_not_here() -> str | None:
    """Say why there can be no Node here; None if there can."""
    missing = [name for name in ("node", "npm") if shutil.which(name) is None]
    return f"needs {' and '.join(missing)}" if missing else None


@contextmanager
def node_server() -> Iterator[str]:
    """Run the seed's way of serving; gives its URL.

    Raises:
        subprocess.CalledProcessError: npm could not install express and ws.
    """
    with tempfile.TemporaryDirectory() as directory:
        for source in SOURCES.iterdir():
            shutil.copy(source, directory)
        subprocess.run(
            ["npm", "install", "--silent", "--no-audit", "--no-fund"],
            cwd=directory, check=True, stdout=subprocess.DEVNULL, timeout=180,
        )  # fmt: skip
        data = Path(directory) / "data"
        data.mkdir()
        process = subprocess.Popen(
            ["node", "server.mjs", str(data)], cwd=directory, stdout=subprocess.PIPE, text=True
        )
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip().removeprefix("listening on ")
        finally:
            process.terminate()
            process.wait()
