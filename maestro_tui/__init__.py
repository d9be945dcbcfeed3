"""maestro-tui: run many coding agents at once, in your terminal.

The folders are the architecture, and dependencies point one way::

    cli -> ui -> conductor -> { store | client | terminal | server } -> protocol -> errors

``protocol`` is the wire, ``store`` the state and its reducer, ``client`` what goes out to a server,
``terminal`` a terminal as a library, ``server`` the embedded Maestro server, ``conductor`` the only place where
they meet, and ``ui`` the Textual dashboard on top.
"""

__version__ = "0.1.0"
