"""The map room: what a level file may say, read, checked and derived."""
