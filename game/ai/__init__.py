"""The minds: Observation in, Command out. They import only level and core."""

from game.ai.briefing import DriverBriefing, PoliceBriefing
from game.ai.chase import Chase
from game.ai.drivers.random_turns import RandomTurns
from game.ai.drivers.shortest import Shortest
from game.core.command import Mind
from game.core.observation import DriverStatus, PoliceStatus

DRIVERS = ("shortest", "random")
POLICE = ("chase",)


def make_driver(name: str, briefing: DriverBriefing) -> Mind[DriverStatus]:
    """The driver of this name, one of DRIVERS; ValueError for another."""
    if name == "shortest":
        return Shortest(briefing)
    if name == "random":
        return RandomTurns(briefing)
    raise ValueError(f"no driver is called {name!r}; there are {', '.join(DRIVERS)}")


def make_police(name: str, briefing: PoliceBriefing) -> Mind[PoliceStatus]:
    """The police mind of this name, one of POLICE; ValueError for another."""
    if name == "chase":
        return Chase(briefing)
    raise ValueError(f"no police are called {name!r}; there are {', '.join(POLICE)}")
