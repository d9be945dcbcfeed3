"""What goes out to a Maestro server: REST, and the stream of events with its reconnects.

``rest`` speaks HTTP, ``stream`` the WebSocket; neither needs the other, and this module imports neither of
them, because their libraries cost start-up time that not every command has to pay. Nothing here knows the
store, keeps state of projects or sessions, or draws.

::

    address     a URL as a user gives it, and what follows from it
    backoff     how long to wait before connecting again
    stream      connected, frames, disconnected: in order, for as long as somebody listens
    rest        one typed method for each REST call
    listeners   plain functions that listen to the events they name
    wirelog     events in the log file, the frequent ones counted
"""
