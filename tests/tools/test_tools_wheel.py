"""The wheel carries all it needs: installed by itself and started elsewhere, it finds its levels and assets."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_the_installed_wheel_finds_its_levels_and_assets_from_another_folder(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--outdir", str(tmp_path / "dist"), str(ROOT)]
    done = subprocess.run(build, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {"game/_data/levels/tryout.toml", "game/_data/assets/cars.toml", "game/py.typed"} <= set(names)

    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True, timeout=120)
    programs = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    pip = [str(programs / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)]
    subprocess.run(pip, check=True, timeout=300)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    code = (
        "import game\nfrom game import load_level\nfrom game.level.file import asset, level_ids\n"
        "print(game.__file__, asset('cars.toml'), level_ids(), load_level('tryout').hash)"
    )
    ran = subprocess.run(
        [str(programs / "python"), "-c", code], cwd=elsewhere, capture_output=True, text=True, check=False, timeout=300
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.count(str(tmp_path / "venv")) == 2, "neither code nor assets come from the checkout"
    assert "tryout" in ran.stdout
    told = subprocess.run(
        [str(programs / "the-driver"), "check", "--json", str(ROOT / "levels" / "tryout.toml")],
        cwd=elsewhere,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (told.returncode, json.loads(told.stdout)["problems"]) == (0, [])
