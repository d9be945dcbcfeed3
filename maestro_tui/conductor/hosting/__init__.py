"""The terminal host among the others: started when it is needed, told of the server, seen on the dashboard.

::

    python -m maestro_tui.conductor.hosting    the host process: the host, and what tells servers of its terminals

    process      puts the two together, and ends them
    claiming     asks the server whether a session may start here, or runs on another host
    reporting    tells the server how terminals ended, until it has it
    targets      a server, as the host keeps it
    launching    finds the host, or starts it
    hosted_panes the dashboard's terminals, when the host has them
"""
