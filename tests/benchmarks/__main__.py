"""Run the benchmarks named on the command line, or all, and print their figures as a table."""

from __future__ import annotations

import importlib
import pkgutil
import sys

from rich.console import Console
from rich.table import Table

import tests.benchmarks as package
from tests.benchmarks.figures import Figure

NOT_BENCHMARKS = {"__main__", "crowd", "eye", "figures", "serving"}
SMALL = 0.1


def names() -> list[str]:
    found = {module.name for module in pkgutil.iter_modules(package.__path__)}
    return sorted(name for name in found - NOT_BENCHMARKS if not name.startswith("_"))


def shown(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def shown_ratio(ratio: float | None) -> str:
    if ratio is None:
        return "–"
    return f"{ratio:.2f} ×" if ratio >= SMALL else f"1/{1 / ratio:.0f}"


def add_row(table: Table, figure: Figure) -> None:
    table.add_row(
        figure.what,
        shown(figure.ours),
        shown(figure.theirs),
        figure.unit,
        shown_ratio(figure.ratio),
        figure.goal,
        figure.note,
    )


def main() -> None:
    console = Console(width=150 if not sys.stdout.isatty() else None)
    table = Table("what", "ours", "theirs", "unit", "ratio", "goal", "note", title="maestro-tui: figures")
    for name in sys.argv[1:] or names():
        console.print(f"[dim]{name} …[/dim]")
        for figure in importlib.import_module(f"tests.benchmarks.{name}").measure():
            add_row(table, figure)
    console.print(table)


if __name__ == "__main__":
    main()
