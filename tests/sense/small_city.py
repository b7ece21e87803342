"""A bare 400 x 400 m city with the walls, the deck and the lamps that a test asks for, and a job on it.

One street runs east along y = 200 (limit 13 m/s, one lane 3.5 m wide).
"""

import tomllib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from game.core.setup import Setup
from game.core.snapshot import (
    ACTIVE,
    ANGLE,
    CAR_COLUMNS,
    GETAWAY,
    P_CAR,
    P_KIND,
    P_LOOK,
    P_STATE,
    P_X,
    P_Y,
    PERSON_COLUMNS,
    POLICE,
    ROLE,
    SWITCH,
    TAG_COLUMNS,
    TRAFFIC,
    X,
    Y,
    Z,
)
from game.level import grid, roads
from game.level.city import PROP_COLUMNS, City
from game.level.model import Charge, CrewMember, Difficulty, Heist, Hideout, Level, Rules, Station, SwitchCar
from game.level.roads import Roads

SIDE = 400  # m
CELL = 20  # m
STREET_Y = 200.0
LIMIT = 13.0  # m/s
Wall = tuple[float, float, float, float, float, float]  # x0, y0, x1, y1, bottom, top


def sight_grid(walls: NDArray[np.float64]) -> NDArray[np.int32]:
    """Every wall in every cell that its bounding box touches."""
    columns = SIDE // CELL
    cells: list[list[int]] = [[] for _ in range(columns * columns)]
    for e, (x0, y0, x1, y1, _, _) in enumerate(walls.tolist()):
        for row in range(int(min(y0, y1) // CELL), int(max(y0, y1) // CELL) + 1):
            for column in range(int(min(x0, x1) // CELL), int(max(x0, x1) // CELL) + 1):
                if 0 <= row < columns and 0 <= column < columns:
                    cells[row * columns + column].append(e)
    return grid.pack(cells, columns, columns, CELL)


def one_street() -> Roads:
    """The street: one link of points 2 m apart."""
    x = np.arange(0.0, SIDE + 1.0, 2.0)
    points = np.zeros((len(x), roads.POINT_COLUMNS))
    points[:, roads.P_X], points[:, roads.P_Y] = x, STREET_Y
    columns = SIDE // CELL
    cells: list[list[int]] = [[] for _ in range(columns * columns)]
    for k, place in enumerate(x.tolist()):
        cells[int(STREET_Y // CELL) * columns + min(int(place // CELL), columns - 1)].append(k)
    links, sizes = np.full((1, roads.LINK_COLUMNS), -1, np.int32), np.zeros((1, roads.SIZE_COLUMNS))
    links[0, roads.FIRST], links[0, roads.COUNT], links[0, roads.EDGE] = 0, len(x), 0
    sizes[0, roads.LENGTH], sizes[0, roads.LIMIT], sizes[0, roads.WIDTH], sizes[0, roads.STEP] = SIDE, LIMIT, 3.5, 2.0
    none = np.zeros(0, np.int32)
    return Roads(
        links=links,
        link_sizes=sizes,
        points=points,
        next_links=none,
        conflicts=none,
        edges=np.zeros((1, roads.EDGE_COLUMNS), np.int32),
        edge_length=np.array([float(SIDE)]),
        next_edges=none,
        times=np.zeros((1, 1), np.float32),
        control=np.zeros(0, np.uint8),
        junctions=np.zeros((2, 3)),
        near=grid.pack(cells, columns, columns, CELL),
        point_link=np.zeros(len(x), np.int32),
        road_names=("Street",),
        class_names=("street",),
    )


def city(
    walls: Sequence[Wall] = (), deck_z: NDArray[np.float32] | None = None, lamps: Sequence[tuple[float, float]] = ()
) -> City:
    edges = np.array(walls, np.float64).reshape(-1, 6)
    nothing = np.full((SIDE, SIDE), np.nan, np.float32)
    return City(
        id="small",
        name="Small",
        hash="",
        width=float(SIDE),
        height=float(SIDE),
        roads=one_street(),
        buildings=(),
        islands=(),
        lots=(),
        decks=(),
        colliders=(),
        markings=(),
        lamps=np.array([(x, y, 0.0) for x, y in lamps]).reshape(-1, 3),
        trees=np.zeros((0, 3)),
        palms=np.zeros((0, 3)),
        props=np.zeros((0, PROP_COLUMNS)),
        prop_grid=np.array([1, 1, SIDE, 0, 0], np.int32),
        surface=np.zeros((SIDE, SIDE), np.uint8),
        deck_z=nothing if deck_z is None else deck_z,
        sight_edges=edges,
        sight_grid=sight_grid(edges),
    )


def rules() -> Rules:
    """The game's own numbers."""
    path = Path(__file__).parents[2] / "assets" / "rules.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    numbers = {key: tuple(value) if isinstance(value, list) else value for key, value in data["rules"].items()}
    charges = tuple(Charge(**entry) for entry in data["charge"])
    difficulties = tuple((name, Difficulty(**entry)) for name, entry in data["difficulty"].items())
    return Rules(**numbers, charges=charges, difficulties=difficulties)


def job(hour: float = 12.0, weather: str = "clear", **changes: object) -> Heist:
    """Kerb at (200, 197), door at (200, 190), hideouts at (350, 200) and (60, 200), a switch car at (300, 190)."""
    crew = (CrewMember("Ann", 0.5, 1.0, 0.5), CrewMember("Bob", 0.5, 0.5, 0.5))
    values: dict[str, object] = {
        "id": "small",
        "title": "The small job",
        "city": "small",
        "hour": hour,
        "weather": weather,
        "car": "car",
        "kerb": (200.0, 197.0, 0.0),
        "door": (200.0, 190.0),
        "inside": 10.0,
        "take": 1000.0,
        "crew": crew,
        "hideouts": (Hideout("East", 350.0, 200.0, 10.0), Hideout("West", 60.0, 200.0, 10.0)),
        "switch_cars": (SwitchCar("car", (300.0, 190.0, 0.0)),),
        "police_model": "police",
        "patrols": ((20.0, 200.0, 0.0),),
        "stations": (Station("North", 200.0, 390.0, 0.0), Station("East", 390.0, 200.0, 0.0)),
        "max_units": 4,
        "traffic": 1,
        "traffic_models": ("car",),
        "time_limit": 600.0,
        "briefing": "",
    }
    return Heist(**(values | changes))  # type: ignore[arg-type]


def level(place: City | None = None, heist: Heist | None = None) -> Level:
    return Level(heist or job(), place or city(), (), rules(), "")


def setup(difficulty: str = "normal", seed: int = 1) -> Setup:
    return Setup("small", "", seed, difficulty)


# Rows of the arrays that `cast` makes.
CAR, SWITCH_CAR, UNIT_0, UNIT_1, CIVILIAN = range(5)
UNITS = range(UNIT_0, UNIT_1 + 1)


def cast() -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """cars and tags: the getaway car at the kerb, the switch car, two units (the second in the depot) and
    a civilian far away."""
    cars, tags = np.zeros((5, CAR_COLUMNS)), np.zeros((5, TAG_COLUMNS), np.int32)
    tags[:, ROLE] = GETAWAY, SWITCH, POLICE, POLICE, TRAFFIC
    tags[:, ACTIVE] = 1, 1, 1, 0, 1
    for row, (x, y) in enumerate([(200, 197), (300, 190), (20, 200), (-1000, -1000), (390, 390)]):
        put(cars, row, x, y)
    return cars, tags


def crowd(*people: tuple[float, float, float, int, int]) -> NDArray[np.float64]:
    """Rows of people: x, y, where the face points (rad), PERSON_… state, kind."""
    rows = np.zeros((len(people), PERSON_COLUMNS))
    for row, values in zip(rows, people, strict=True):
        row[[P_X, P_Y, P_LOOK, P_STATE, P_KIND]] = values
        row[P_CAR] = -1.0
    return rows


def put(cars: NDArray[np.float64], row: int, x: float, y: float, z: float = 0.0, heading: float = 0.0) -> None:
    cars[row, X], cars[row, Y], cars[row, Z], cars[row, ANGLE] = x, y, z, heading
