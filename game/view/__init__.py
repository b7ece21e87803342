"""Drawing a snapshot or a city."""
