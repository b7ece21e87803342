"""Which driving aids are on: options of the seat, not of the physics. What they do: game.core.hands."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

NAMES = ("steer", "counter", "reverse", "traction")


@dataclass(frozen=True, slots=True)
class Aids:
    """steer: keys wind the wheel on, no further than the tyres can use at this speed; counter: in a slide the
    wheel runs to where the car goes; reverse: the brake held at a stop selects reverse; traction: less gas
    when the rear wheels spin."""

    steer: bool = True
    counter: bool = True
    reverse: bool = True
    traction: bool = True


ALL_AIDS, NO_AIDS = Aids(), Aids(False, False, False, False)


def aids_called(names: Iterable[str]) -> Aids:
    """These of NAMES on, the others off; ValueError for another name."""
    wanted = tuple(names)
    for name in wanted:
        if name not in NAMES:
            raise ValueError(f"no driving aid is called {name!r}; there are {', '.join(NAMES)}")
    return Aids(**{name: name in wanted for name in NAMES})


def switched(aids: Aids, name: str) -> Aids:
    """The same, but for this one of NAMES."""
    return replace(aids, **{name: not getattr(aids, name)})
