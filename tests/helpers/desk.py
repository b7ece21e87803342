"""A virtual screen with the game on it, and hands on its keyboard: needs Xvfb, xdotool and ImageMagick."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pygame

PROGRAMS = ("Xvfb", "xdotool", "import")
MISSING = [program for program in PROGRAMS if not shutil.which(program)]
PATIENCE = 240.0  # s: the first start compiles


class Desk:
    """A virtual screen with the game on it."""

    def __init__(self, folder: Path, *arguments: str, program: Sequence[str] = ("-m", "game")) -> None:
        self.folder = folder
        read, write = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x720x24", "-nolisten", "tcp"],
            pass_fds=(write,),
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read) as pipe:
            self.env = os.environ | {"DISPLAY": f":{pipe.readline().strip()}", "SDL_AUDIODRIVER": "dummy"}
        self.env.pop("SDL_VIDEODRIVER", None)
        self.game = subprocess.Popen(
            [sys.executable, *program, *arguments],
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def picture(self, name: str = "screen") -> np.ndarray:
        """The screen now, (1280, 720, 3); also left as a PNG in the test's folder."""
        file = self.folder / f"{name}.png"
        subprocess.run(["import", "-window", "root", str(file)], env=self.env, check=True, timeout=30)
        return pygame.surfarray.array3d(pygame.image.load(file))

    def keys(self, *names: str, action: str = "key") -> None:
        subprocess.run(["xdotool", action, *names], env=self.env, check=True, timeout=30)

    def wait(self, what: str, holds: Callable[[np.ndarray], bool]) -> np.ndarray:
        """Look until the picture is as expected."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            assert self.game.poll() is None, self.game.communicate()[0]
            picture = self.picture(what)
            if holds(picture):
                return picture
            time.sleep(0.25)
        raise AssertionError(f"no {what} after {PATIENCE:.0f} s")

    def close(self) -> None:
        for process in (self.game, self.server):
            if process.poll() is None:
                process.terminate()
            process.wait(10)
        if self.game.stdout:
            self.game.stdout.close()
