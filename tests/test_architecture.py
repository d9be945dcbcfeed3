"""What the layers promise at run time, and what every module promises its reader."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "maestro_tui"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_MODULE = 400


def loaded_by(statement: str) -> set[str]:
    """The names of all modules loaded after a statement in a fresh interpreter."""
    program = f"import sys; {statement}; print(*sys.modules)"
    completed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in completed.stdout.split()} | set(completed.stdout.split())


@pytest.mark.parametrize(
    ("statement", "forbidden"),
    [
        ("import maestro_tui.conductor.conductor", {"textual", "rich", "maestro_tui.server", "starlette"}),
        ("import maestro_tui.ui.app", {"maestro_tui.server", "starlette", "uvicorn"}),
        ("import maestro_tui.ui.app", {"maestro_tui.ui.wire.log_entries", "maestro_tui.conductor.replaying"}),
        ("import maestro_tui.ui.app", {"httpx", "websockets", "pexpect", "pyghostty"}),
        ("import maestro_tui.cli.main", {"textual", "httpx", "websockets", "msgspec", "asyncio", "click"}),
        ("import maestro_tui.store.store", {"asyncio", "httpx", "websockets"}),
    ],
)
def test_what_an_import_does_not_load(statement: str, forbidden: set[str]) -> None:
    assert not loaded_by(statement) & forbidden


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_module_says_what_it_is_and_stays_readable(module: Path) -> None:
    source = module.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(source)), "no docstring"
    assert len(source.splitlines()) <= LONGEST_MODULE


def test_store_and_protocol_call_nothing_that_differs_between_two_runs() -> None:
    banned = {
        "time",
        "random",
        "datetime",
        "os",
        "secrets",
        "uuid",
        "asyncio",
        "socket",
        "logging",
        "threading",
    }
    for module in [*PACKAGE.glob("store/*.py"), *PACKAGE.glob("protocol/*.py")]:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            names = (
                {alias.name for alias in node.names}
                if isinstance(node, ast.Import)
                else {node.module or ""}
                if isinstance(node, ast.ImportFrom)
                else set()
            )
            assert not {name.split(".")[0] for name in names} & banned, module
