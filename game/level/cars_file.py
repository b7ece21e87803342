"""Reading the car table, assets/cars.toml: it is checked as strictly as a level, for people add cars to it."""

from typing import Any

from game.level.model import CarSpec, Figure
from game.level.schema import choice, identifier, items_of, listed, many, number, read_table, suggestion, text
from game.level.text import Document, Key

ROLES = ("patrol", "unmarked", "getaway", "client", "sedan", "wagon", "small", "pickup", "taxi", "van", "bus", "truck")
CONFIDENCES = ("firm", "doubtful", "estimated")
MANOEUVRES = ("circle", "step_steer", "lane_change", "j_turn", "bootlegger", "handbrake")

# What can be published of a car, and its unit: times to 60 and 100 mph, the standing quarter mile, the top
# speed, the stop from 60 mph, and the lateral acceleration on a skidpad.
FIGURES = {
    "to_60": "s",
    "to_100": "s",
    "quarter_time": "s",
    "quarter_speed": "mph",
    "top_speed": "mph",
    "from_60": "ft",
    "skidpad": "g",
}
FIGURE = {
    "value": number(0.01, 1000),
    "unit": choice(tuple(dict.fromkeys(FIGURES.values()))),
    "source": text(120),
    "confidence": choice(CONFIDENCES),
}
CAR = {
    "name": text(80),
    "role": choice(ROLES),
    "body": identifier(),
    "mass": number(300, 20_000),
    "wheelbase": number(1.2, 8),
    "front_weight": number(0.2, 0.8),
    "cg_height": number(0.1, 2),
    "friction": number(0.1, 2),
    "friction_along": number(0.1, 2),
    "front_stiffness": number(1, 60),
    "rear_stiffness": number(1, 60),
    "drive_force": number(100, 100_000),
    "drive_power": number(1000, 2_000_000),
    "drag_area": number(0.1, 10),
    "brake_force": number(0.1, 3),
    "brake_front": number(0.1, 0.95),
    "steer_lock": number(0.1, 1.2),
    "steer_rate": number(0.05, 10),
    "top_speed": number(3, 120),
    "length": number(2, 14),
    "width": number(1, 3),
    "gears": many(number(0.3, 20), 1, 5),
    "final_drive": number(1, 20),
    "tyre_radius": number(0.15, 1),
    "idle": number(200, 2000),
    "redline": number(1000, 15_000),
    "manoeuvres": many(choice(MANOEUVRES), 0, len(MANOEUVRES)),
    "lane_change": number(5, 60, 25.0),
}


def read_cars(document: Document) -> tuple[CarSpec, ...]:
    """The sound cars of the table in the file's order; what is wrong is in the document's problems."""
    for name in document.values:
        if name != "car":
            document.problem((name,), f"unknown table{suggestion(name, ('car',))}, car is allowed")
    found = [
        _read_car(document, name, entry)
        for name, entry in items_of(document, ("car",), document.values.get("car", {}), dict)
    ]
    if not found and not document.problems:
        document.problem((), "has no cars, at least one [car.ID] is needed")
    return tuple(car for car in found if car is not None)


def _read_car(document: Document, name: str, entry: Any) -> CarSpec | None:
    key = ("car", name)
    before = len(document.problems)
    published = entry.get("figures", {}) if isinstance(entry, dict) else {}
    plain = {k: v for k, v in entry.items() if k != "figures"} if isinstance(entry, dict) else entry
    values = read_table(document, key, plain, CAR)
    figures = _read_figures(document, (*key, "figures"), published)
    if values is None or len(document.problems) > before:
        return None
    car = CarSpec(id=name, figures=figures, **values)
    _check_car(document, key, car)
    return car if len(document.problems) == before else None


def _read_figures(document: Document, key: Key, published: Any) -> tuple[Figure, ...]:
    figures = []
    for name, entry in items_of(document, key, published, dict):
        if name not in FIGURES:
            known = tuple(FIGURES)
            document.problem((*key, name), f"unknown figure{suggestion(name, known)}, {listed(known)} are allowed")
            continue
        values = read_table(document, (*key, name), entry, FIGURE)
        if values is None:
            continue
        if values["unit"] != FIGURES[name]:
            document.problem((*key, name), f'has the unit "{values["unit"]}", "{FIGURES[name]}" is allowed')
        figures.append(Figure(name, **values))
    return tuple(figures)


def _check_car(document: Document, key: Key, car: CarSpec) -> None:
    """What single fields cannot say."""
    rules = (
        ("rear_stiffness", car.rear_stiffness > car.front_stiffness, "more than front_stiffness (or it spins)"),
        ("friction_along", car.friction_along >= car.friction, "at least friction"),
        ("length", car.length > car.wheelbase, "more than wheelbase"),
        ("redline", car.redline > 1.5 * car.idle, "more than 1.5 times idle"),
        ("gears", all(a > b for a, b in zip(car.gears, car.gears[1:], strict=False)), "falling ratios"),
    )
    for name, sound, allowed in rules:
        if not sound:
            value = getattr(car, name)
            shown = f"{value:g}" if isinstance(value, float) else list(value)
            document.problem((*key, name), f"is {shown}, {allowed} is allowed")
