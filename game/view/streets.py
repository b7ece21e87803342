"""Which walls look on a street."""

from game.core.snapshot import ASPHALT
from game.level.city import City
from game.view.plan import Points, edges

PROBES = (5.0, 8.0, 12.0)  # m in front of a wall, where its street should be


def street_walls(city: City, outline: Points) -> list[bool]:
    """For each wall of a building (plan metres), whether there is a street in front of its middle."""
    direction, outward, length = edges(outline)
    middle = outline + direction * (length / 2)[:, None]
    return [any(_is_road(city, middle[k] + outward[k] * d) for d in PROBES) for k in range(len(outline))]


def front(city: City, outline: Points) -> int:
    """The longest of a building's walls that look on a street, else simply the longest."""
    _, _, length = edges(outline)
    open_walls = [k for k, street in enumerate(street_walls(city, outline)) if street]
    return max(open_walls or range(len(outline)), key=lambda k: float(length[k]))


def _is_road(city: City, at: Points) -> bool:
    x, y = int(at[0]), int(city.height - at[1])
    rows, columns = city.surface.shape
    return 0 <= x < columns and 0 <= y < rows and int(city.surface[y, x]) == ASPHALT
