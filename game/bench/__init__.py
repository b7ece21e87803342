"""Matches and tournaments without a screen."""
