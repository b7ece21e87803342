"""The only door to pymunk: bodies, walls, steps and contacts, by its batch API.

What has been found about it, and is kept to: cars are created in row order (another order gives another
run); a batch also holds a row for the static body, after the cars'; no sleeping, threads or callbacks;
a Space is never copied; the order of arbiters differs between processes.
"""

from collections.abc import Sequence

import numpy as np
import pymunk
import pymunk.batch as batch
from numpy.typing import NDArray

from game.core.snapshot import OMEGA
from game.core.unswept import unswept
from game.level.city import Collider
from game.sim.cars import INERTIA, LENGTH, MASS, WIDTH
from game.sim.contacts import ARBITER_FLOATS, ARBITER_INTS, collect
from game.sim.ground import height_bits
from game.sim.tyres import FORCE_COLUMNS

ITERATIONS = 10  # of the solver
SLOP = 0.05  # m two bodies may overlap before they are pushed apart
# A contact that ended stays in the list for this many steps. 1: only this step's. 0 would switch all
# collisions off; pymunk's own 3 would report contacts that are over.
PERSISTENCE = 1
FRICTION = 0.6  # of each body; a pair has the product, 0.36: steel along steel or stone 0.3 … 0.5
ELASTICITY = 0.3  # likewise 0.09: crumpling cars bounce little, 0.05 … 0.2

DEPOT_X, DEPOT_Y = -2000.0, -2000.0  # m, where the depot's first row stands
DEPOT_GAP = 20.0  # m between rows

KINEMATICS = (
    batch.BodyFields.POSITION | batch.BodyFields.ANGLE | batch.BodyFields.VELOCITY | batch.BodyFields.ANGULAR_VELOCITY
)
KINEMATIC_COLUMNS = OMEGA + 1  # x, y, angle, vx, vy, omega: the first columns of a car's row
FORCES = batch.BodyFields.FORCE | batch.BodyFields.TORQUE
ARBITERS = (
    batch.ArbiterFields.BODY_A_ID
    | batch.ArbiterFields.BODY_B_ID
    | batch.ArbiterFields.TOTAL_IMPULSE
    | batch.ArbiterFields.IS_FIRST_CONTACT
    | batch.ArbiterFields.NORMAL
    | batch.ArbiterFields.CONTACT_COUNT
    | batch.ArbiterFields.POINT_A_1
    | batch.ArbiterFields.POINT_A_2
)


def _filter(bits: int) -> pymunk.ShapeFilter:
    """Meets what shares a bit with it; nothing at all for 0."""
    return pymunk.ShapeFilter(categories=bits, mask=bits)


def _harden(shape: pymunk.Poly, bits: int) -> pymunk.Poly:
    shape.friction = FRICTION
    shape.elasticity = ELASTICITY
    shape.filter = _filter(bits)
    return shape


def well_mixed(colliders: Sequence[Collider]) -> list[Collider]:
    """Large ones first, equal ones scattered over the city: walls that come in street by street make a
    lopsided tree, in which a step of 53 cars among 24,000 walls takes twice as long. The order changes no
    bit of a run."""
    if not colliders:
        return []
    points = np.concatenate([c.outline for c in colliders])
    first = np.cumsum([0] + [len(c.outline) for c in colliders[:-1]])
    extent = np.maximum.reduceat(points, first) - np.minimum.reduceat(points, first)
    size = np.round(extent.sum(axis=1), 1)
    scattered = np.arange(len(colliders), dtype=np.uint64) * np.uint64(2654435761) % np.uint64(2**32)  # Knuth's hash
    return [colliders[k] for k in np.lexsort((scattered, -size)).tolist()]


class Physics:
    """A space with the walls of a city and n cars, all in the depot at first.

    kinematics (n, KINEMATIC_COLUMNS): live after read(). forces (n, FORCE_COLUMNS): fill before write().
    """

    def __init__(self, colliders: Sequence[Collider], boxes: NDArray[np.float64]) -> None:
        """boxes: a row of sim.cars.parameters for each car."""
        self.space = pymunk.Space()
        self.space.iterations = ITERATIONS
        self.space.collision_slop = SLOP
        self.space.collision_persistence = PERSISTENCE
        self._add_walls(colliders)
        self._bodies: list[pymunk.Body] = []
        self._shapes: list[pymunk.Poly] = []
        for p in boxes:
            self._add_car(float(p[MASS]), float(p[INERTIA]), float(p[LENGTH]), float(p[WIDTH]))
        self._bits = [0] * len(self._bodies)
        self._open_buffers()

    def _add_walls(self, colliders: Sequence[Collider]) -> None:
        with unswept():
            walls = []
            for collider in well_mixed(colliders):
                bits = height_bits(collider.bottom, collider.top)
                walls.append(_harden(pymunk.Poly(self.space.static_body, collider.outline.tolist()), bits))
            self.space.add(*walls)

    def _add_car(self, mass: float, inertia: float, length: float, width: float) -> None:
        body = pymunk.Body(mass, inertia)
        body.position = DEPOT_X - DEPOT_GAP * len(self._bodies), DEPOT_Y
        shape = _harden(pymunk.Poly.create_box(body, (length, width)), 0)
        self.space.add(body, shape)
        self._bodies.append(body)
        self._shapes.append(shape)

    def _open_buffers(self) -> None:
        n = len(self._bodies)
        self._rows = np.zeros((n + 1, FORCE_COLUMNS))  # the last is the static body's
        self.forces = self._rows[:n]
        self._forces_out = batch.Buffer()
        self._forces_out.set_float_buf(self._rows)
        self._kinematics_in = batch.Buffer()
        self.read()
        # The number of bodies never changes, so the buffer stays where it is from now on.
        view = np.frombuffer(self._kinematics_in.float_buf())
        self.kinematics = view[: n * KINEMATIC_COLUMNS].reshape(n, KINEMATIC_COLUMNS)
        self._arbiters = batch.Buffer()
        ids = np.array([body.id for body in self._bodies], dtype=np.uint64)
        order = np.argsort(ids, kind="stable")
        self._ids = ids[order]
        self._id_rows = order.astype(np.int64)

    def read(self) -> None:
        """Bring `kinematics` up to date."""
        self._kinematics_in.clear()
        batch.get_space_bodies(self.space, KINEMATICS, self._kinematics_in)

    def write(self) -> None:
        """Hand the forces over; they hold for one step."""
        batch.set_space_bodies(self.space, FORCES, self._forces_out)

    def step(self, dt: float) -> None:
        self.space.step(dt)

    def contacts(self, out: NDArray[np.float64], ordered: bool = True) -> NDArray[np.float64]:
        """The contacts of the last step, (k, CONTACT_COLUMNS), written into `out` or, if that is too
        short, a new array. ordered=False leaves them as pymunk has them: for tests that show why not."""
        self._arbiters.clear()
        batch.get_space_arbiters(self.space, ARBITERS, self._arbiters)
        raw = self._arbiters.int_buf()
        if len(raw) == 0:
            return out[:0]
        ints = np.frombuffer(raw, dtype=np.uint64).reshape(-1, ARBITER_INTS)
        floats = np.frombuffer(self._arbiters.float_buf()).reshape(-1, ARBITER_FLOATS)
        if len(ints) > len(out):
            out = np.zeros((len(ints), out.shape[1]))
        count = collect(ints, floats, self._ids, self._id_rows, out, ordered)
        return out[:count]

    def show(self, row: int, bits: int) -> None:
        """Let a car meet what occupies the same metres of height; 0: nothing."""
        if self._bits[row] != bits:
            self._bits[row] = bits
            self._shapes[row].filter = _filter(bits)

    def move(self, row: int, x: float, y: float, angle: float, vx: float, vy: float) -> None:
        """Set a car down elsewhere, not turning. It must not overlap anything that it can meet: boxes that
        overlap when they begin to match lock together."""
        body = self._bodies[row]
        body.position = x, y
        body.angle = angle
        body.velocity = vx, vy
        body.angular_velocity = 0.0
        body.force = 0.0, 0.0
        body.torque = 0.0
        self.space.reindex_shapes_for_body(body)

    def depot(self, row: int) -> tuple[float, float]:
        """Where a car stands that is not in use."""
        return DEPOT_X - DEPOT_GAP * row, DEPOT_Y

    def free(self, x: float, y: float, radius: float, bits: int) -> bool:
        """Whether nothing that occupies one of these metres of height is within `radius` m of (x, y)."""
        return self.space.point_query_nearest((x, y), radius, _filter(bits)) is None
