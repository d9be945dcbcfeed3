"""What the README and the pages say is there is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from maestro_tui.cli.commands import COMMANDS, main

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PAGES = [README, *sorted((ROOT / "docs").glob("*.md"))]
INTERNAL = {"MAESTRO_DEMO_TOKEN"}
"""Told by one part of the program to another, and by nobody else."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_and_picture_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if "://" not in target and not (page.parent / target).exists()] == []


def test_the_readme_leads_to_every_page() -> None:
    text = README.read_text(encoding="utf-8")
    assert [page.name for page in PAGES[1:] if f"(docs/{page.name})" not in text] == []


def table_of_commands() -> Iterator[tuple[list[str], str]]:
    """Give the rows of the README's table of commands: which commands each is about, and what it says."""
    for row in README.read_text(encoding="utf-8").splitlines():
        if row.startswith("| `maestro-tui"):
            first, says = row.strip("| ").split(" | ", 1)
            names = re.findall(r"`(?:maestro-tui ?)?([a-z]*)[^`]*`", first)
            yield names, says


def test_the_readme_names_every_command() -> None:
    named = {name for names, _ in table_of_commands() for name in names}
    assert named == {"", *COMMANDS}


@pytest.mark.parametrize(("names", "says"), list(table_of_commands()), ids=lambda given: str(given)[:30])
def test_every_option_the_readme_names_is_one(names: list[str], says: str) -> None:
    context = click.Context(main)
    commands = [main.get_command(context, name) if name else main for name in names]
    known = {option for command in commands if command for each in command.params for option in each.opts}
    # Commands with commands of their own have their options there.
    below = {
        option
        for command in commands
        if isinstance(command, click.Group) and command is not main
        for each in command.commands.values()
        for parameter in each.params
        for option in parameter.opts
    }
    assert set(re.findall(r"`(--[a-z-]+)", says)) <= known | below


def test_the_page_of_configuration_has_every_variable_of_ours() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "maestro_tui").rglob("*.py")]
    read = {name for source in sources for name in re.findall(r'"(MAESTRO_[A-Z_]+)"', source)}
    assert read - INTERNAL - set(re.findall(r"`([A-Z_]+)`", page)) == set()


def test_the_page_of_architecture_has_every_folder() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    package = ROOT / "maestro_tui"
    folders = {path.parent.relative_to(package) for path in package.rglob("__init__.py")} - {Path()}
    assert [str(folder) for folder in sorted(folders) if f"{folder.name}/" not in page] == []
