"""A recording shown again: no server, and no process is started.

::

    recording    the frames of a file by their places, and when each was sent
    checkpoints  kept states, close together where one is and far apart elsewhere
    reel         the state after so many frames: one further, one back, anywhere
    pace         how the time of a recording passes
    player       what the user does with all of that
    preparing    puts it together for a dashboard
"""
