"""Lets the tests of this folder import heist_scenes, and that one the small city of the senses."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
sys.path.append(str(Path(__file__).parents[1] / "sense"))
