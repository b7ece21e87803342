"""The garage: bodies and forces, and nothing that thinks."""
