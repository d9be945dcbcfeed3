"""What a pane runs, and in which environment. Pure: nothing is looked up, nothing is started.

A spawn event comes over a socket: what stands in it decides which program runs, but never how that program or the
programs it starts load their code.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, NamedTuple

from maestro_tui.errors import PaneError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["PaneEnvironment", "is_refused", "pane_environment", "split_command"]

REFUSED = frozenset(
    {
        # which program a name means, here and in everything started from here
        "PATH", "SHELL",
        # shells: files run, or code evaluated, at their start, for each prompt and each trace line
        "BASH_ENV", "ENV", "ZDOTDIR", "FPATH", "PROMPT_COMMAND", "PS0", "PS1", "PS2", "PS3", "PS4",
        "IFS", "SHELLOPTS", "BASHOPTS", "CDPATH", "GLOBIGNORE", "INPUTRC",
        # interpreters: where their code comes from, and what they run before it
        "PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "PYTHONUSERBASE", "PYTHONBREAKPOINT", "PYTHONWARNINGS",
        "PYTHONEXECUTABLE", "PYTHONPLATLIBDIR", "PYTHONPYCACHEPREFIX", "PYTHONINSPECT",
        "NODE_OPTIONS", "NODE_PATH", "NODE_REPL_EXTERNAL_MODULE",
        "PERL5OPT", "PERL5LIB", "PERLLIB", "PERL5DB", "RUBYOPT", "RUBYLIB",
        "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH",
        "LUA_PATH", "LUA_CPATH", "PHPRC", "PHP_INI_SCAN_DIR", "DOTNET_STARTUP_HOOKS", "R_PROFILE_USER",
        # the C library and the TLS library load what these name
        "GCONV_PATH", "LOCPATH", "MALLOC_TRACE", "OPENSSL_CONF", "OPENSSL_ENGINES",
        # programs that run what a variable says
        "GIT_SSH", "GIT_SSH_COMMAND", "GIT_ASKPASS", "GIT_EDITOR", "GIT_SEQUENCE_EDITOR", "GIT_PAGER",
        "GIT_EXTERNAL_DIFF", "GIT_EXEC_PATH", "GIT_PROXY_COMMAND", "GIT_TEMPLATE_DIR",
        "SSH_ASKPASS", "SUDO_ASKPASS", "LESSOPEN", "LESSCLOSE", "VIMINIT", "EXINIT",
    }
)  # fmt: skip
"""Variables that make a program load or run code of the giver's choice. Names are compared as they are."""

REFUSED_PREFIXES = ("LD_", "DYLD_", "GIT_CONFIG", "BASH_FUNC_", "LUA_INIT")

OUTER_TERMINAL = frozenset(
    {
        "TMUX", "TMUX_PANE", "STY", "WINDOW", "ZELLIJ", "ZELLIJ_SESSION_NAME", "ZELLIJ_PANE_ID",
        "KITTY_WINDOW_ID", "KITTY_PID", "KITTY_LISTEN_ON", "KITTY_PUBLIC_KEY", "WEZTERM_PANE", "WEZTERM_UNIX_SOCKET",
        "ALACRITTY_WINDOW_ID", "ALACRITTY_SOCKET", "GHOSTTY_RESOURCES_DIR", "GHOSTTY_BIN_DIR", "ITERM_SESSION_ID",
        "ITERM_PROFILE", "LC_TERMINAL", "LC_TERMINAL_VERSION", "TERM_SESSION_ID", "TERM_PROGRAM_VERSION",
        "VTE_VERSION", "KONSOLE_VERSION", "KONSOLE_DBUS_SESSION", "WT_SESSION", "WT_PROFILE_ID", "WINDOWID",
        "VSCODE_INJECTION", "TERMINAL_EMULATOR", "TERMCAP", "COLORFGBG", "LINES", "COLUMNS",
        "TEXTUAL", "TEXTUAL_DRIVER", "TEXTUAL_LOG",
    }
)  # fmt: skip
"""Variables by which programs recognise the terminal around us.

They would be wrong in a pane: with ``TMUX`` a program wraps its sequences for tmux to unwrap, and ``tmux`` itself
refuses to start; with ``KITTY_WINDOW_ID`` it talks to a kitty that is not there; ``LINES`` and ``COLUMNS`` win over the
size of the pty and stay wrong after a resize.
"""


class PaneEnvironment(NamedTuple):
    """The environment for a pane, and the names an event gave that were not taken."""

    variables: dict[str, str]
    refused: tuple[str, ...]


def split_command(command: str) -> list[str]:
    """Split a command line into words as a shell would, without being one: ``;``, ``|``, ``$`` stay what they are.

    Raises:
        PaneError: nothing is in it, a quote is never closed, or it holds a NUL byte.
    """
    if "\0" in command:
        raise PaneError("The command holds a NUL byte, which no program can be given.")
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise PaneError(f"The command cannot be read: {str(error).lower()} in {command!r}.") from error
    if not words or not words[0]:
        raise PaneError("The command is empty: there is nothing to run in the terminal.")
    return words


def is_refused(name: str) -> bool:
    """Tell whether an event may not set this variable: it changes how programs load code, or is no name at all."""
    if not name or "=" in name or not name.isprintable() or " " in name:
        return True
    return name in REFUSED or name.startswith(REFUSED_PREFIXES)


def pane_environment(base: Mapping[str, str], given: Mapping[str, str]) -> PaneEnvironment:
    """Build the environment of a pane: the user's own, without the outer terminal, with what the event gives.

    Args:
        base: the user's environment, trusted.
        given: the variables of the event, not trusted.
    """
    variables = {name: value for name, value in base.items() if name not in OUTER_TERMINAL}
    refused = []
    for name, value in given.items():
        if is_refused(name) or "\0" in value:
            refused.append(name)
        elif name not in OUTER_TERMINAL:
            variables[name] = value
    variables["TERM"] = "xterm-256color"
    variables["COLORTERM"] = "truecolor"
    variables["TERM_PROGRAM"] = "maestro-tui"
    return PaneEnvironment(variables, tuple(refused))
