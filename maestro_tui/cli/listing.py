"""Lists and single documents as commands print them, the same for projects, tasks and sessions."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import click
import msgspec

from maestro_tui.cli.output import Column, Output
from maestro_tui.cli.requesting import Server
from maestro_tui.client.answers import Model, decode_answer, decode_listing
from maestro_tui.protocol.described import printable
from maestro_tui.ui.text.ages import age

LATEST_MOMENT: Final = 4e12
"""Milliseconds since the epoch; what lies later is a mistake of somebody's, and not every clock can show it."""


class _Page(msgspec.Struct, frozen=True):
    """A part of a list, as servers answer where ``limit`` or ``offset`` is given."""

    data: msgspec.Raw


def page_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that ask for a part of a list."""
    count = click.IntRange(min=0)
    function = click.option("--offset", metavar="N", type=count, help="Leave out the first N.")(function)
    return click.option("--limit", metavar="N", type=count, help="List no more than N.")(function)


def print_listing(
    server: Server,
    output: Output,
    path: str,
    model: type[Model],
    columns: Sequence[Column[Model]],
    query: Mapping[str, str | int | None] | None = None,
) -> None:
    """Read a list and print it."""
    given = {name: None if value is None else str(value) for name, value in (query or {}).items()}
    elements = _elements(server.get(path, given))
    if output.as_json:
        output.json(elements)
        return
    listing = decode_listing(elements, model, None, None)
    for error in listing.errors:
        click.echo(f"maestro-tui: {printable(str(error))}", err=True)
    output.table(columns, listing.items, empty=f"No {model.__name__.lower()}s.")


def print_document(
    output: Output,
    document: bytes,
    model: type[Model],
    fields: Callable[[Model], Sequence[tuple[str, str | None]]],
) -> None:
    """Print one project, task or session: all its fields, or the document itself."""
    if output.as_json:
        output.json(document)
    else:
        output.fields(fields(decode_answer(document, model)))


def print_change(output: Output, document: bytes, model: type[Model], say: Callable[[Model], str]) -> None:
    """Print what a change made: one sentence, or the document as it is now."""
    if output.as_json:
        output.json(document)
    else:
        output.line(say(decode_answer(document, model)))


def print_deletion(output: Output, answer: bytes, sentence: str) -> None:
    """Print that something is deleted."""
    if output.as_json:
        output.json(answer)
    else:
        output.line(sentence)


def ago(moment: float | None) -> str:
    """Say how long ago a moment was, in a few characters."""
    return age(moment, time.time() * 1000)


def moment_of(moment: float | None) -> str | None:
    """Give a moment as date and time of this machine's zone."""
    if not moment:
        return None
    seconds = min(max(moment, 0), LATEST_MOMENT) / 1000
    return f"{datetime.fromtimestamp(seconds).astimezone():%Y-%m-%d %H:%M:%S}"


def _elements(answer: bytes) -> bytes:
    """Give the array of an answer that is one, or a page with one in it."""
    return bytes(decode_answer(answer, _Page).data) if answer.lstrip()[:1] == b"{" else answer
