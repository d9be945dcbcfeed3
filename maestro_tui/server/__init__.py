"""The embedded Maestro server: projects, tasks and sessions, and every change of them as an event.

A request passes ``access`` (who may), ``routes`` (HTTP), ``services`` (what it means), a ``draft`` (what it
changes), the ``committer`` (makes that durable), and what it changed goes over the ``bus`` to the ``bridge``
and from there to every connected client. The same resource has the same file name in every layer.
"""
