"""Lets the tests of this folder import sim_scenes."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
