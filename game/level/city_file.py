"""Reading a city file: TOML tables into a CityPlan, every problem noted with its line."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.core.constants import MPH
from game.level.cache import city_hash
from game.level.city_fields import (
    BUILDING,
    CITY,
    CLASS,
    DISTRICT,
    GARAGE,
    LOT,
    MADE,
    RAIL,
    RIVER,
    ROAD,
    STYLE,
    TABLES,
    TOP,
)
from game.level.plan import (
    LANDMARKS,
    CityPlan,
    District,
    Garage,
    PlacedBuilding,
    PlacedLot,
    Rail,
    River,
    RoadClass,
    RoadLine,
    Style,
)
from game.level.schema import Bad, Field, items_of, listed, read_fields, read_table, suggestion, text
from game.level.text import Document, Key

MOST_ROADS = 1500
MOST_PATH_POINTS = 12_000  # of all roads together
ROAD_MARGIN = 12.0  # m that streets keep from the city's edge
BEYOND = 200.0  # m that rivers and railways may go on outside the city
NAME = text(60)


def read_city(document: Document, city_id: str) -> CityPlan | None:
    """The plan of a city file, or None if anything is wrong with it."""
    before = len(document.problems)
    values = document.values
    _check_names(document)
    head = read_fields(document, ("city",), values.get("city", {}), CITY)
    classes = _table(document, "class", CLASS, _road_class)
    styles = _table(document, "style", STYLE, _style)
    roads = _roads(document, classes)
    districts = _table(document, "district", DISTRICT, _district)
    buildings = _table(document, "building", BUILDING, _building)
    lots = _table(document, "lot", LOT, _lot)
    rivers = _table(document, "river", RIVER, _river)
    rails = _table(document, "rail", RAIL, _rail)
    garages = _table(document, "garage", GARAGE, _garage)
    _check_styles(document, head, districts, buildings)
    if "size" in head:
        _check_size(document, head["size"])
        drawn: list[Drawn] = [((*road.key, "path"), road.path, ROAD_MARGIN) for road in roads]
        drawn += _paths("district", districts) + _paths("building", buildings) + _paths("lot", lots)
        drawn += _paths("garage", garages) + _paths("river", rivers, -BEYOND) + _paths("rail", rails, -BEYOND)
        _check_places(document, head["size"], drawn)
    if len(document.problems) > before:
        return None
    made = _made(document, classes, roads)
    _check_places(document, head["size"], [(road.key, road.path, ROAD_MARGIN) for road in made])
    if len(document.problems) > before:
        return None
    roads += made
    return CityPlan(
        id=city_id,
        name=head["name"],
        width=head["size"][0],
        height=head["size"][1],
        seed=head["seed"],
        snap=head["snap"],
        merge=head["merge"],
        style=head["style"],
        classes=classes,
        styles=styles,
        roads=tuple(sorted(roads, key=lambda road: (road.cls, road.name, road.path.tolist()))),
        districts=tuple(districts.values()),
        buildings=tuple(buildings[name] for name in sorted(buildings)),
        lots=tuple(lots[name] for name in sorted(lots)),
        rivers=tuple(rivers[name] for name in sorted(rivers)),
        rails=tuple(rails[name] for name in sorted(rails)),
        garages=tuple(garages[name] for name in sorted(garages)),
        hash=city_hash(city_id, values),
    )


Drawn = tuple[Key, NDArray[np.float64], float]  # its key, points, and distance to keep from the edge
Make = Callable[[str, dict[str, Any]], Any]


def _table(document: Document, table: str, fields: Mapping[str, Field], make: Make) -> dict[str, Any]:
    """Every entry of a table of tables that is sound, as a record by its name, in the file's order."""
    found = {}
    for name, entry in items_of(document, (table,), document.values.get(table, {}), dict):
        if not _fit_name(document, (table, name)):
            continue
        values = read_table(document, (table, name), entry, fields)
        if values is not None:
            found[name] = make(name, values)
    return found


def _fit_name(document: Document, key: Key) -> bool:
    try:
        NAME.read(key[-1])
    except Bad as bad:
        document.problem(key, f"its name {bad}")
        return False
    return True


def _road_class(name: str, values: dict[str, Any]) -> RoadClass:
    fields = {key: value for key, value in values.items() if key != "mph"}
    return RoadClass(name=name, limit=values["mph"] * MPH, **fields)


def _style(name: str, values: dict[str, Any]) -> Style:
    return Style(name=name, **values)


def _district(name: str, values: dict[str, Any]) -> District:
    return District(name, values["style"], values["seed"], values["path"][:, :2])


def _building(name: str, values: dict[str, Any]) -> PlacedBuilding:
    return PlacedBuilding(name, values["style"], values["height"], values["path"][:, :2])


def _lot(name: str, values: dict[str, Any]) -> PlacedLot:
    return PlacedLot(name, values["kind"], values["path"][:, :2])


def _river(name: str, values: dict[str, Any]) -> River:
    return River(name, values["path"][:, :2], values["width"], values["depth"])


def _rail(name: str, values: dict[str, Any]) -> Rail:
    return Rail(name, values["path"][:, :2], values["tracks"])


def _garage(name: str, values: dict[str, Any]) -> Garage:
    return Garage(name, values["path"][:, :2], values["height"], tuple(door[:2, :2] for door in values["doors"]))


def _roads(document: Document, classes: dict[str, RoadClass]) -> list[RoadLine]:
    """Streets, `[road.CLASS]` with one a line: a path alone, or a table with more."""
    roads: list[RoadLine] = []
    named = document.values.get("class", {})
    for cls, entries in items_of(document, ("road",), document.values.get("road", {}), dict):
        if not isinstance(named, dict) or cls not in named:
            names = tuple(named) if isinstance(named, dict) else ()
            text_ = f"no [class] has this name{suggestion(cls, names)}, one of {listed(names)} is allowed"
            document.problem(("road", cls), text_)
        for name, entry in items_of(document, ("road", cls), entries, dict):
            values = read_table(document, ("road", cls, name), _as_table(entry), ROAD)
            if values is not None and _fit_name(document, ("road", cls, name)) and cls in classes:
                roads.append(_road(name, classes[cls], values))
    if not roads and not document.problems:
        document.problem((), "has no streets, at least one [road.CLASS] entry is needed")
    if len(roads) > MOST_ROADS:
        document.problem(("road",), f"has {len(roads)} streets, at most {MOST_ROADS} are allowed")
    points = sum(len(road.path) for road in roads)
    if points > MOST_PATH_POINTS:
        document.problem(("road",), f"has {points} points in all, at most {MOST_PATH_POINTS} are allowed")
    return roads


def _as_table(entry: Any) -> Any:
    return {"path": entry} if isinstance(entry, str) else entry


def _road(name: str, cls: RoadClass, values: dict[str, Any]) -> RoadLine:
    own = {key: getattr(cls, key) if values[key] is None else values[key] for key in ("oneway", "curve")}
    points = values["path"]
    height = np.where(np.isnan(points[:, 2]), cls.height, points[:, 2])
    return RoadLine(name, cls.name, points[:, :2], height, dead_end=values["dead_end"], **own)


def _check_names(document: Document) -> None:
    values = document.values
    for name in values:
        if name not in TABLES and name not in TOP:
            text_ = f"unknown table{suggestion(name, TABLES)}, {listed(TABLES)} are allowed"
            document.problem((name,), text_)
    read_fields(document, (), {key: value for key, value in values.items() if key in TOP}, TOP)


def _made(document: Document, classes: dict[str, RoadClass], roads: list[RoadLine]) -> list[RoadLine]:
    """The roads of grids and interchanges."""
    if not any(table in document.values for table in MADE):
        return []
    from game.level.expand import expand  # brings shapely

    return expand(document, classes, roads)


def _check_styles(
    document: Document, head: dict[str, Any], districts: dict[str, District], buildings: dict[str, PlacedBuilding]
) -> None:
    named = document.values.get("style", {})
    known = tuple(named) if isinstance(named, dict) else ()
    if "style" in head:
        _known_style(document, ("city", "style"), head["style"], known)
    for name, district in districts.items():
        _known_style(document, ("district", name, "style"), district.style, known)
    for name, building in buildings.items():
        _known_style(document, ("building", name, "style"), building.style, known + LANDMARKS)


def _known_style(document: Document, key: Key, style: str, known: tuple[str, ...]) -> None:
    if style not in known:
        document.problem(key, f'is "{style}"{suggestion(style, known)}, one of {listed(known)} is allowed')


def _check_size(document: Document, size: tuple[float, float]) -> None:
    if any(side != int(side) for side in size):
        document.problem(("city", "size"), "has a fraction, whole metres are allowed")


def _check_places(document: Document, size: tuple[float, float], drawn: list[Drawn]) -> None:
    """All that is drawn must lie in the city, and streets far enough inside for the wall around it."""
    for key, points, margin in drawn:
        low, high = points.min(0), points.max(0)
        if (low < margin).any() or (high > np.array(size) - margin).any():
            x, y = np.where(low < margin, low, high)
            text_ = f"goes to {x:g},{y:g}, x from {margin:g} to {size[0] - margin:g} and y from {margin:g} to "
            document.problem(key, text_ + f"{size[1] - margin:g} are allowed")


def _paths(table: str, entries: dict[str, Any], margin: float = 0.0) -> list[Drawn]:
    return [((table, name, "path"), entry.path, margin) for name, entry in entries.items()]
