"""What a level file may say, as checked records. All immutable; metres, seconds, dollars, m/s."""

from dataclasses import dataclass

from game.level.city import City

Place = tuple[float, float, float]  # x, y in m, heading in rad


@dataclass(frozen=True, slots=True)
class CrewMember:
    """nerve, punctuality, loyalty: 0 … 1."""

    name: str
    nerve: float
    punctuality: float
    loyalty: float


@dataclass(frozen=True, slots=True)
class Hideout:
    name: str
    x: float
    y: float
    radius: float  # m: standing within it counts as being there


@dataclass(frozen=True, slots=True)
class Station:
    name: str
    x: float
    y: float
    heading: float


@dataclass(frozen=True, slots=True)
class SwitchCar:
    model: str
    at: Place


@dataclass(frozen=True, slots=True)
class Heist:
    """One job on one city."""

    id: str
    title: str
    city: str  # id of the city file
    hour: float  # 0 … 24, local time: light follows from it
    weather: str  # clear, rain, fog
    car: str  # the getaway car's model
    kerb: Place  # where the getaway car waits
    door: tuple[float, float]  # where the crew comes out
    inside: float  # s the crew plans to be inside
    take: float  # dollars
    crew: tuple[CrewMember, ...]
    hideouts: tuple[Hideout, ...]
    switch_cars: tuple[SwitchCar, ...]
    police_model: str
    patrols: tuple[Place, ...]  # units that cruise when the job starts
    stations: tuple[Station, ...]  # where further units drive in
    max_units: int
    traffic: int  # civilian cars
    traffic_models: tuple[str, ...]
    time_limit: float  # s
    briefing: str
    handler: tuple[float, float] | None = None  # x, y where she waits, where the job has her meet the Driver


@dataclass(frozen=True, slots=True)
class Figure:
    """What somebody published of a car. confidence: firm, doubtful or estimated."""

    name: str  # one of level.cars_file.FIGURES
    value: float
    unit: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class CarSpec:
    """One row of the car table (assets/cars.toml, which says what each figure means), with units."""

    id: str
    name: str
    role: str
    body: str  # its shape in assets/bodies.toml
    mass: float  # kg, with two aboard
    wheelbase: float  # m
    front_weight: float  # share of the weight on the front axle
    cg_height: float  # m
    friction: float  # μ across the wheels on dry asphalt
    friction_along: float  # μ along them
    front_stiffness: float  # cornering stiffness per axle load, 1/rad
    rear_stiffness: float
    drive_force: float  # N, most at the wheels
    drive_power: float  # W at the wheels
    drag_area: float  # m², CdA
    brake_force: float  # share of the weight the brakes can ask for
    brake_front: float  # share of the braking at the front axle
    steer_lock: float  # rad at the front wheels
    steer_rate: float  # rad/s
    top_speed: float  # m/s
    length: float  # m
    width: float
    gears: tuple[float, ...]  # ratios of the box, falling
    final_drive: float
    tyre_radius: float  # m, rolling
    idle: float  # 1/min
    redline: float
    manoeuvres: tuple[str, ...]  # of level.cars_file.MANOEUVRES: those that it must pass
    lane_change: float  # m/s at which it must pass the double lane change
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Difficulty:
    """How a difficulty bends the rules. All factors 1 on normal."""

    sight: float  # factor on police sight ranges
    bust: float  # factor on the bust timer (higher: more time)
    search: float  # factor on how long a search lasts
    units: int  # added to the units each heat level allows


@dataclass(frozen=True, slots=True)
class Charge:
    """What an act costs. felony: points; warning: the first one only warns (adds this instead)."""

    kind: str
    text: str
    felony: float
    warning: float
    cooldown: float  # s before the same act counts again


@dataclass(frozen=True, slots=True)
class Rules:
    """The numbers of the story (assets/rules.toml)."""

    heat_from: tuple[float, ...]  # felony at which heat levels 1 to 5 begin
    units_by_heat: tuple[int, ...]  # levels 1 to 5
    sight_all_round: float  # m
    sight_calm: float  # m, in ± sight_calm_angle
    sight_calm_angle: float  # rad
    sight_pursuit: float
    sight_pursuit_angle: float
    sight_night: float  # factor
    sight_lamp: float  # factor at night under a lamp
    sight_rain: float  # factor
    driver_sight: float  # m all round, in line of sight
    siren_heard: float  # m
    lost_after: float  # s unseen
    search_base: float  # s
    search_per_heat: float  # s
    bust_seconds: float
    bust_range: float  # m
    bust_speed: float  # m/s
    load_range: float  # m
    load_speed: float  # m/s
    walk_speed: float  # m/s, the crew
    home_speed: float  # m/s
    change_range: float  # m to the switch car
    response_delay: float  # s from the alarm to the radio call
    first_arrival: float  # m in a straight line from the Driver: no unit starts nearer
    charges: tuple[Charge, ...]
    difficulties: tuple[tuple[str, Difficulty], ...]


@dataclass(frozen=True)
class Level:
    """All a Session needs that is not its Setup. hash covers the heist, its city and the tables."""

    heist: Heist
    city: City
    cars: tuple[CarSpec, ...]
    rules: Rules
    hash: str
