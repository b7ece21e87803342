"""The state of a run at one tick: arrays with one row a car or person, columns named once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# ---- cars: float64, one row a car. An Observation's `own` and `seen` have the same columns.
X, Y, ANGLE, VX, VY, OMEGA = range(6)  # m, m, rad, m/s, m/s, rad/s of the centre of gravity
Z = 6  # m, height of the wheels above the ground
ROAD_WHEEL = 7  # rad, steering angle of the front wheels, left positive
ACCEL = 8  # m/s², longitudinal, low-passed (load transfer)
SLIP = 9  # m/s, how fast the rear tyres slide over the ground (skid marks, squeal)
DAMAGE = 10  # of the body: 0 sound … 1 wreck
ENGINE = 11  # damage of the front, 0 … 1: the radiator leaks, then power goes
HEAT = 12  # of the engine: 0 as it should be … 1 boiling
BENT_FRONT, BENT_REAR = 13, 14  # rad that a bent axle steers by itself, left positive; it costs grip too
SHAKEN = 15  # s that the driver is still shaken by a blow
GEAR = 16  # -1 reverse, 0 neutral, 1 …: for the dial and the ear, it pushes nothing
RPM = 17  # 1/min
CAR_COLUMNS = 18

# ---- tags: int32, one row a car.
ROLE = 0
MODEL = 1  # row of the car table
ACTIVE = 2  # 0 parked in the depot off the map, 1 in the world
BITS = 3  # one bit per metre of height that the car occupies
SURFACE = 4  # what is under the wheels
LIGHTS = 5  # LIGHT_… bits that shine (a broken lamp does not)
BROKEN = 6  # BROKEN_… bits
TAG_COLUMNS = 7

# Roles.
GETAWAY, POLICE, TRAFFIC, SWITCH = range(4)

# Light bits.
LIGHT_HEAD, LIGHT_BRAKE, LIGHT_REVERSE, LIGHT_BAR = 1, 2, 4, 8

# Broken bits: lamps and tyres, by corner.
BROKEN_HEAD_LEFT, BROKEN_HEAD_RIGHT, BROKEN_TAIL_LEFT, BROKEN_TAIL_RIGHT = 1, 2, 4, 8
FLAT_FRONT_LEFT, FLAT_FRONT_RIGHT, FLAT_REAR_LEFT, FLAT_REAR_RIGHT = 16, 32, 64, 128

# Surfaces (also the values of a city's surface raster).
ASPHALT, CONCRETE, GRASS, DIRT, WET_ASPHALT = range(5)

# ---- people: float64, one row a person: the crew, then the named witnesses, then bystanders.
P_X, P_Y, P_HEADING, P_SPEED = range(4)
P_STATE = 4  # PERSON_…
P_CAR = 5  # row of the car he sits in, or -1
P_LOOK = 6  # rad, where the face points
P_KIND = 7  # CREW, WITNESS or BYSTANDER
PERSON_COLUMNS = 8
PERSON_INSIDE, PERSON_WALKING, PERSON_ABOARD, PERSON_LEFT, PERSON_DOWN = range(5)
PERSON_DIVING, PERSON_CALLING, PERSON_CAUGHT = range(5, 8)  # aside; the police, on the phone; held by the police

# Kinds of person.
CREW, WITNESS, BYSTANDER = range(3)

# Phases of a job, in order, and what the police make of it.
PHASES = ("approach", "wait", "load", "flee", "switch", "lie low", "home")
ALERTS = ("quiet", "alarm", "pursuit", "search", "cold")
OUTCOMES = ("escaped", "captured", "wrecked", "abandoned", "timeout", "error")


@dataclass(frozen=True, slots=True)
class Status:
    """The facts of the job, as the screen, a replay or a bench may show them."""

    phase: str
    alert: str
    seconds: float  # simulated since the start
    felony: float  # 0 … 100
    heat: int  # 0 … 5
    bust: float  # 0 … 1, share of the bust timer
    lost: float  # s the police have not seen him, while wanted
    cold_in: float  # s until a search goes cold; 0 when none is under way
    crew_aboard: int
    crew_total: int
    take: float  # dollars in the car
    objective: tuple[float, float]  # m, where the phase wants him
    objective_text: str
    charge: str  # the last charge, with its witness; "" before the first
    driver_car: int  # the row that the driver's seat drives
    outcome: str  # "" while the job runs, else one of OUTCOMES
    note: str  # one line on why it ended, "" before
    watched: int = 0  # how many people and officers have the Driver's face in view
    certainty: float = 0.0  # how sure of it the one is who saw it best, 0 … 1
    watchers: tuple[int, ...] = ()  # who they are: rows of people, then the units
    certainties: tuple[float, ...] = ()  # how sure of his face each of them is
    put_out: float = 0.0  # 0 … 1, share of the time that putting one of the crew out takes


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A read-only copy of one tick. n cars, p people, o observers (the driver first, then each unit).

    cars (n, CAR_COLUMNS) float64; tags (n, TAG_COLUMNS) int32; controls (n, CONTROLS) int16;
    people (p, PERSON_COLUMNS) float64; sees (o, n) uint8, who has which car in sight.
    fallen (f,) int32: the rows of the city's props that have been knocked over, in the order of falling.
    """

    tick: int
    cars: NDArray[np.float64]
    tags: NDArray[np.int32]
    controls: NDArray[np.int16]
    people: NDArray[np.float64]
    sees: NDArray[np.uint8]
    fallen: NDArray[np.int32]
    status: Status
