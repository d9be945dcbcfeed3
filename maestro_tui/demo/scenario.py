"""What there is to do in the demo, and who does it. Data only."""

from __future__ import annotations

from typing import Final

import msgspec


class Say(msgspec.Struct, frozen=True):
    """Print a line in the terminal, like a tool call of an agent."""

    text: str
    detail: str = ""


class Progress(msgspec.Struct, frozen=True):
    """Print and put on the timeline how far it is."""

    text: str
    percent: int


class Milestone(msgspec.Struct, frozen=True):
    """Print and put on the timeline that something is reached."""

    text: str


class BeginTask(msgspec.Struct, frozen=True):
    """Take up the session's next task."""


class FinishTask(msgspec.Struct, frozen=True):
    """Have done the task that was taken up last."""


class Ask(msgspec.Struct, frozen=True):
    """Wait for the user to type an answer in the terminal."""

    question: str


class Fail(msgspec.Struct, frozen=True):
    """Report an error and exit with 1."""

    text: str


Step = Say | Progress | Milestone | BeginTask | FinishTask | Ask | Fail


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What one agent does, from its first line to its exit."""

    name: str
    project: str
    tasks: tuple[str, ...]
    steps: tuple[Step, ...]
    laps: int = 1
    """How often the steps are gone through: some agents go on for as long as anybody looks."""


PROJECTS: Final = {
    "Zebra": "Paint a zebra, stripe by stripe",
    "Lighthouse": "Keep the light burning",
    "Harbour": "Count what comes and goes",
}

TASKS: Final = {
    "Zebra": ("Paint the stripes", "Mix the black", "Mix the white", "Sign the picture"),
    "Lighthouse": ("Measure the fog", "Count tests", "Polish the lens"),
    "Harbour": ("Plan the week", "List the ships", "Write the log book"),
}

_STRIPER = Part(
    name="Striper",
    project="Zebra",
    tasks=("Paint the stripes", "Sign the picture"),
    steps=(
        BeginTask(),
        Say("Read", "src/stripes.py (214 lines)"),
        Say("Search", "'stripe' in 31 files"),
        Progress("12 of 30 stripes", 40),
        Say("Edit", "src/stripes.py  +18 −6"),
        Progress("24 of 30 stripes", 80),
        Milestone("The first side is done"),
        Ask("Overwrite stripes.json? (y/N)"),
        Say("Write", "stripes.json"),
        Progress("30 of 30 stripes", 100),
        FinishTask(),
        BeginTask(),
        Say("Edit", "signature.svg"),
        FinishTask(),
    ),
)

_BRUSH_1 = Part(
    name="Brush 1",
    project="Zebra",
    tasks=("Mix the black",),
    steps=(
        BeginTask(),
        Say("Run", "mix --pigment lamp-black"),
        Progress("A third is mixed", 33),
        Say("Run", "pytest -q  (48 passed)"),
        Progress("Two thirds are mixed", 66),
        Say("Read", "docs/pigments.md"),
        Milestone("A batch of black is ready"),
    ),
    laps=200,
)

_BRUSH_2 = Part(
    name="Brush 2",
    project="Zebra",
    tasks=("Mix the white",),
    steps=(
        BeginTask(),
        Say("Search", "'titanium' in 12 files"),
        Progress("The white is stirred", 25),
        Say("Edit", "recipes/white.toml  +3 −1"),
        Progress("The white is thinned", 75),
        Milestone("A batch of white is ready"),
    ),
    laps=200,
)

_COUNTER = Part(
    name="Counter",
    project="Lighthouse",
    tasks=("Count tests",),
    steps=(
        BeginTask(),
        Say("Run", "pytest --collect-only"),
        Progress("312 tests counted", 60),
        Say("Run", "pytest -x"),
        Fail("test_lens.py::test_focus: the lens is not in focus"),
    ),
)

_PLANNER = Part(
    name="Planner",
    project="Harbour",
    tasks=("Plan the week",),
    steps=(
        BeginTask(),
        Say("Read", "calendar.ics"),
        Progress("Monday to Wednesday", 50),
        Say("Write", "week.md"),
        Progress("Thursday to Sunday", 100),
        FinishTask(),
    ),
)

_KEEPER = Part(
    name="Keeper",
    project="Lighthouse",
    tasks=("Measure the fog", "Polish the lens"),
    steps=(
        BeginTask(),
        Say("Run", "fog --visibility"),
        Progress("Visibility 400 m", 30),
        Say("Run", "fog --visibility"),
        Progress("Visibility 900 m", 70),
        Milestone("The fog lifts"),
    ),
    laps=200,
)

_CLERK = Part(
    name="Clerk",
    project="Harbour",
    tasks=("List the ships", "Write the log book"),
    steps=(
        BeginTask(),
        Say("Read", "arrivals.csv (1 204 rows)"),
        Progress("600 ships listed", 50),
        Ask("Is 'Zonda' a ship or a wind? (ship/wind)"),
        Progress("1 204 ships listed", 100),
        FinishTask(),
        BeginTask(),
        Say("Write", "log-book.md"),
        FinishTask(),
    ),
)

PARTS: Final = (_STRIPER, _BRUSH_1, _COUNTER, _PLANNER, _BRUSH_2, _KEEPER, _CLERK)
"""In the order in which they come on."""

DEFAULT_AGENTS: Final = 5


def cast_of(agents: int) -> tuple[Part, ...]:
    """Give the parts for so many agents; past the last one they come again under a number."""
    rounds = (
        part if lap == 0 else msgspec.structs.replace(part, name=f"{part.name} {lap + 1}")
        for lap in range(agents // len(PARTS) + 1)
        for part in PARTS
    )
    return tuple(part for part, _ in zip(rounds, range(agents), strict=False))


def part_named(name: str) -> Part:
    """Give a part by its name.

    Raises:
        KeyError: There is no such part.
    """
    return {part.name: part for part in PARTS}[name]
