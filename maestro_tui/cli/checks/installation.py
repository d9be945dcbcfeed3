"""Whether the program and the packages it needs are installed as they should be."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib import metadata
from typing import Final

from maestro_tui import __version__
from maestro_tui.cli.checks.finding import Finding, bad, ok, warn

DISTRIBUTION: Final = "maestro-tui"
OLDEST_PYTHON: Final = (3, 11)
_AGAIN: Final = "install maestro-tui again, into an environment of its own"
_REQUIREMENT: Final = re.compile(r"([A-Za-z0-9._-]+)\s*(?:==\s*([^\s;,]+))?")


def check_installation() -> Iterator[Finding]:
    """Look at Python, and at the packages this program asks for."""
    yield ok("maestro-tui", f"{__version__} in {sys.prefix}")
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info >= OLDEST_PYTHON:
        yield ok("python", version)
    else:
        yield bad("python", version, f"use Python {'.'.join(map(str, OLDEST_PYTHON))} or newer")
    yield _packages()


def _packages() -> Finding:
    try:
        requirements = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        return warn(
            "packages",
            "maestro-tui runs from its sources and is not installed",
            "run `make` or `pip install .`",
        )
    found: list[str] = []
    wrong: list[str] = []
    for requirement in requirements:
        if "extra ==" in requirement or (named := _REQUIREMENT.match(requirement)) is None:
            continue
        name, pinned = named.groups()
        problem, version = _look_for(name, pinned)
        (wrong if problem else found).append(problem or f"{name} {version}")
    if wrong:
        return bad("packages", "; ".join(wrong), _AGAIN)
    return ok("packages", ", ".join(found))


def _look_for(name: str, pinned: str | None) -> tuple[str, str]:
    """Give what is wrong with a package, and its version."""
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return f"{name} is missing", ""
    if pinned is not None and version != pinned:
        return f"{name} is {version} and must be {pinned}", version
    return "", version
