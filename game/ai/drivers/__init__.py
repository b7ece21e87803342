"""Getaway drivers, one a module."""
