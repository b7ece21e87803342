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
    turns: bool = False  # co-opted by the police: he changes sides after the hand-off (needs a sting)


@dataclass(frozen=True, slots=True)
class Witness:
    """Somebody with a name who is there on purpose, such as a player who leaves the club.

    starts: what brings him out: "start" or "alarm"; delay: s after that. He walks along `path` (m) from its
    first point, looks at a car with a man in it that stands near, and stays at the path's end."""

    name: str
    path: tuple[tuple[float, float], ...]
    starts: str = "start"
    delay: float = 0.0


@dataclass(frozen=True, slots=True)
class Bystanders:
    """How many people walk or stand within `radius` m of (x, y), on sidewalks and in lots."""

    count: int = 0
    x: float = 0.0
    y: float = 0.0
    radius: float = 150.0


@dataclass(frozen=True, slots=True)
class PlacedUnit:
    """A police unit that stands hidden, dark and silent, from before the job starts.

    wakes: what sets it free: "alarm" (its call), "switch" (the Driver changes cars, or has been within 30 m of
    a switch car), "turn" (the crew changes sides), or "sight" (it sees a car that the police know)."""

    at: Place
    model: str
    wakes: str = "alarm"


@dataclass(frozen=True, slots=True)
class Sting:
    """The job is a trap. authorised: the operation was permitted, so badges count once, not twice;
    turn_after: s from the change of cars, or from a stop at a hideout, until those of the crew who `turns`
    change sides (at most 45)."""

    authorised: bool = False
    turn_after: float = 20.0


@dataclass(frozen=True, slots=True)
class Objective:
    """Something extra that pays. kind: "unseen" (no witness is sure of his face by 0.35), "no harm", "all aboard",
    "clean car" (he ends in a car that the police do not know), "fast" (home within `value` s), "damage" (the
    car's below `value`), "turned round" (a sting: home with the money, without those who turn)."""

    kind: str
    text: str
    reward: float = 0.0  # dollars
    value: float = 0.0


@dataclass(frozen=True, slots=True)
class Setting:
    """What a difficulty changes in this job. patrols, placed: how many of the listed units are there
    (-1: all); traffic, people, late, take, inside: factors on cars, bystanders, the crew's delays, the take and
    the time inside."""

    patrols: int = -1
    placed: int = -1
    traffic: float = 1.0
    people: float = 1.0
    late: float = 1.0
    take: float = 1.0
    inside: float = 1.0


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
    start: Place | None = None  # where the getaway car is at first (phase approach); None: at the kerb (phase wait)
    sides: tuple[str, ...] = ("driver",)  # which of core.setup.SIDES a person may play; the first is offered
    disguise: str = "none"  # none, cap or mask: what the Driver wears
    money: str = "notes"  # notes, marked or chips: how far the take can be traced
    witnesses: tuple[Witness, ...] = ()
    bystanders: Bystanders = Bystanders()
    placed: tuple[PlacedUnit, ...] = ()
    sting: Sting | None = None
    exits: tuple[Hideout, ...] = ()  # ways out of town: who gets there with the take and is not in pursuit is gone
    objectives: tuple[Objective, ...] = ()
    settings: tuple[tuple[str, Setting], ...] = ()  # by difficulty; one that is missing is Setting()
    police_briefing: str = ""  # what the Detective is told, where sides has "police"
    debriefings: tuple[tuple[str, str], ...] = ()  # text by outcome


def setting(heist: Heist, difficulty: str) -> Setting:
    """What this difficulty changes in the job."""
    return dict(heist.settings).get(difficulty, Setting())


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
    phoned: bool  # people who see it call it in; otherwise only an officer's word counts


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
    kerb_range: float  # m round the planned kerb
    kerb_sight: float  # m from the door to another kerb
    kerb_beside: float  # m from the lane's middle to a kerb
    put_out_seconds: float
    shot_felony: float
    shot_every: float  # s
    shot_chance: float
    face_range: float  # m
    face_speed: float  # m/s
    face_angle: float  # rad
    face_near: float  # m
    face_far: float  # factor at face_range
    face_lamp: float  # factor in the dark under a lamp
    face_lights: float  # in the dark with the headlights on
    face_dark: float  # in the dark without
    face_cap: float  # factor
    face_mask: float
    certainty_after: float  # s
    certainty_first: float
    certainty_more: float  # 1/s
    turn_latest: float  # s
    tip_every: float  # s
    tell_sting: float  # chance
    tell_honest: float
    trace_marked: float  # share of the take by which it can be traced
    trace_chips: float
    trace_notes: float
    bump: float  # N·s: lighter bumps are ignored
    blame: float  # m/s towards the other one from which he is to blame
    over_factor: float  # speeding begins at this factor on the limit
    over: float  # and at least so many m/s over it
    reckless_speed: float  # m/s off the carriageway
    sidewalk_speed: float  # m/s on a sidewalk ...
    sidewalk_seconds: float  # ... for so long
    witness_range: float  # m, people's sight for an act
    witness_angle: float  # rad either side of where the face points
    call_seconds: float  # s a witness is on the phone
    victim_seconds: float  # s until somebody who was struck is found
    plate_range: float  # m from which people read a plate
    recognise_range: float  # m from which an officer recognises a car of which nothing is known
    recognise_seconds: float  # s that he looks at it
    recognise_class: float  # factor on range and pace when the class is known
    recognise_colour: float  # the same for the colour
    boarding_seen: float  # m from which an officer sees a crew run to its car
    scene_range: float  # m from the door: a unit has arrived
    scene_after: float  # s from the call until the search begins without a unit there
    death_speed: float  # m/s of a car from which it kills whom it strikes
    shove_seconds: float  # s for which harm by a car that the Driver ran into counts as his
    badges_hurt: float  # badges for an innocent hurt by police
    badges_ram: float  # for ramming near pedestrians
    ram_near: float  # m
    ram_again: float  # s until a contact is another ram
    badges_wreck: float  # for a police car wrecked
    badges_unauthorised: float  # factor on these three in an operation that nobody permitted
    badges_money: float  # for the money gone
    badges_arrest: float  # taken off for an arrest
    badges_no_ram: float  # from here no ramming,
    badges_few: float  # from here badges_few_units, the supervisor among them,
    badges_few_units: float
    badges_alone: float  # from here colleagues break off
    badges_out: float  # from here he is suspended
    ram_from: float  # felony from which police may ram
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
