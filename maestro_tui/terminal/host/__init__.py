"""The terminal host: a process that owns terminals, so that they outlive whoever looks at them. A library.

::

    host.TerminalHost       the process: a socket, the table, and when it ends
    terminals.Terminals     the table: each session is started once, ended whole, kept until it is put away
    hosted.HostedTerminal   one terminal: a program on a pty, its screen, and who looks
    viewing                 one who looks: the original server's ``/pty?sessionId=`` channel
    controlling             one who asks: list, spawn, signal, end
    records.Records         what is kept on disk, for when the host is killed

    channel.PtyChannel      the other end of ``/pty``: of this host, or of an original server that hosts its ptys
    control.HostConnection  the other end of ``/control``
    mirror.MirroredTerminal a `Terminal` here that is the hosted one there

No REST, no store, no toolkit: whom to tell of an end, and whether a session may start here at all, is told to it.
Importing this package loads nothing; ``websockets`` comes with the modules that need it.
"""
