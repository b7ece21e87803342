"""Matches without a screen: one, many, and how fast they run."""
