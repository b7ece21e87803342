"""Units and rates. SI throughout: metres, seconds, kilograms, newtons, radians.

x points east, y north; an angle is counter-clockwise from east, in radians.
"""

TICK_HZ = 60
DT = 1.0 / TICK_HZ  # s, the length of a tick

TACTICS_EVERY = 6  # ticks: tactics and the rules run at 10 Hz
DISPATCH_EVERY = 30  # ticks: dispatch runs at 2 Hz
DIGEST_EVERY = 60  # ticks: the whole state goes into the run's digest once a second

GRAVITY = 9.81  # m/s²
AIR_DENSITY = 1.2  # kg/m³ at 20 °C, sea level

MPH = 0.44704  # m/s
FOOT = 0.3048  # m

CAR_HEIGHT = 1.5  # m: what a car occupies above its wheels, for walls, decks and sight
STEP_HEIGHT = 1.0  # m: a car follows a deck whose surface is nearer than this to its wheels

WET_GRIP = 0.75  # of that on dry asphalt; Wong, Theory of Ground Vehicles, table 1.3: 0.5-0.7 of 0.8-0.9
