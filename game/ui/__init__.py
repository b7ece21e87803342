"""The game on the screen: loop, input, screens."""
