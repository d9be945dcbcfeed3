"""``maestro-tui replay --summary FILE``: what is in a recording."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from maestro_tui.errors import ConfigurationError


@click.command("replay")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--summary", is_flag=True, help="Print counts as one JSON object.")
def command(file: Path, summary: bool) -> None:
    """Count what is in FILE: recorded frames, one JSON document a line."""
    if not summary:
        raise click.UsageError("Only `replay --summary FILE` is there so far.")
    from maestro_tui.conductor.summary import summarize

    try:
        with file.open("rb") as lines:
            counts = summarize(lines)
    except OSError as error:
        raise ConfigurationError(f"Cannot read {file}: {error.strerror}.") from error
    click.echo(msgspec.json.encode(counts))
