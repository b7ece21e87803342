"""python -m game: the same as the command `the-driver`."""

from game.cli import main

raise SystemExit(main())
