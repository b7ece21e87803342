"""All that is worked out about a plan's streets before the land beside them: the survey judges it, the
derivation builds on it."""

from dataclasses import dataclass

import shapely

from game.level.derive_graph import make_roads
from game.level.derive_ground import driven_ground
from game.level.derive_lanes import Lanes, make_lanes
from game.level.derive_net import Net, make_net
from game.level.plan import CityPlan
from game.level.roads import Roads


@dataclass(frozen=True)
class Ways:
    """carriageway: inside kerbs; aisles: driven, but without kerbs; both on the ground."""

    net: Net
    lanes: Lanes
    roads: Roads
    carriageway: shapely.Geometry
    aisles: shapely.Geometry


def make_ways(plan: CityPlan, net: Net | None = None) -> Ways:
    """The streets of a sound plan; net: what make_net has made of it already."""
    net = net or make_net(plan)
    lanes = make_lanes(net)
    return Ways(net, lanes, make_roads(plan, net, lanes), *driven_ground(net, lanes))
