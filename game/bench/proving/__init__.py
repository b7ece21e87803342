"""The proving ground: every car of the table driven through every manoeuvre in the game's own simulation."""
