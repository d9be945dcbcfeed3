from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.commands import Commands, serving
from tests.support.program import Home


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Commands]:
    """Commands on a server that all tests of a module share."""
    with serving(tmp_path_factory.mktemp("home")) as commands:
        yield commands


@pytest.fixture
def alone(tmp_path: Path) -> Commands:
    """Commands of a user who has no server."""
    return Commands(Home(tmp_path))
