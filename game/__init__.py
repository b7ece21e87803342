"""The Driver: a getaway game and pursuit simulator."""
