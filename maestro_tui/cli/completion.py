"""``maestro-tui completion``: the script by which a shell completes our commands, options and ids."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from maestro_tui.cli.main import COMPLETION_VARIABLE


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the completion script for SHELL.

    \b
    bash: echo 'eval "$(maestro-tui completion bash)"' >> ~/.bashrc
    zsh:  echo 'eval "$(maestro-tui completion zsh)"' >> ~/.zshrc
    fish: maestro-tui completion fish > ~/.config/fish/completions/maestro-tui.fish
    """  # noqa: D301  # \b is how click keeps lines as they are
    from maestro_tui.cli.commands import main

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"No completion for {shell}.")
    click.echo(kind(main, {}, "maestro-tui", COMPLETION_VARIABLE).source())
