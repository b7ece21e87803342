"""What a command ends with."""

DONE = 0
NO = 1  # it ran, and the answer is no
BAD = 2  # bad use or bad input
INTERRUPTED = 130  # as shells have it


class BadInput(Exception):
    """Bad use or bad input: its text is all that the person needs to see."""
