"""The garage: bodies and forces."""
