"""From a checked city file to the City: the same plan always gives the same bytes.

Everything is worked out in an order that depends on the plan's content only, and rounded to
millimetres. This module and its siblings (derive_…) are imported only when a city has to be derived:
they bring shapely and scipy.sparse.
"""

import numpy as np
import shapely

from game.level.city import Building, City, Lot
from game.level.derive_blocks import fill_blocks, plant
from game.level.derive_decks import deck_heights, deck_sight, deck_solids, find_decks
from game.level.derive_graph import make_roads
from game.level.derive_ground import RIM, make_ground, ring_of, surface_raster, without_holes
from game.level.derive_lanes import make_lanes
from game.level.derive_marks import furnish, paint
from game.level.derive_net import make_net
from game.level.derive_props import make_props, prop_grid
from game.level.derive_solid import building_colliders, building_sight, rim, sight_grid
from game.level.plan import CityPlan

RIM_HEIGHT = 6.0  # m


def derive_city(plan: CityPlan) -> City:
    """The whole city. The plan must be sound (game.level.survey finds what is not)."""
    net = make_net(plan)
    lanes = make_lanes(net)
    decks = find_decks(net.streets)
    ground = make_ground(plan, net, lanes, decks)
    buildings, lots = fill_blocks(plan, ground)
    buildings += rim(plan, RIM, RIM_HEIGHT)
    lots += _aprons(ground.aisles, ground.carriageway)
    driven = ground.driven
    solids = [solid for deck in decks for solid in deck_solids(deck, driven)]
    edges = np.vstack([building_sight(buildings), *(deck_sight(deck) for deck in decks)])
    lamps, palms = furnish(net, lanes, driven, _no_posts(buildings, ground.corridor))
    props = make_props(lamps)
    return City(
        id=plan.id,
        name=plan.name,
        hash=plan.hash,
        width=plan.width,
        height=plan.height,
        roads=make_roads(plan, net, lanes),
        buildings=tuple(buildings),
        islands=ground.islands,
        lots=tuple(lots),
        decks=tuple(decks),
        colliders=tuple(building_colliders(buildings) + solids),
        markings=tuple(paint(net, lanes)),
        lamps=lamps,
        trees=plant(plan, lots, driven),
        palms=palms,
        props=props,
        prop_grid=prop_grid(plan, props),
        surface=surface_raster(plan, net, ground, lots),
        deck_z=deck_heights(plan, decks),
        sight_edges=edges,
        sight_grid=sight_grid(plan, edges),
    )


def _aprons(aisles: shapely.Geometry, carriageway: shapely.Geometry) -> list[Lot]:
    """Where an aisle crosses the sidewalk, and all else it covers, is asphalt without a kerb."""
    parts = shapely.get_parts(aisles.difference(carriageway))
    pieces = [piece for part in parts if part.area > 1.0 for piece in without_holes(part)]
    return sorted((Lot("alley", ring_of(piece)) for piece in pieces), key=lambda lot: lot.outline.tolist())


def _no_posts(buildings: list[Building], corridor: shapely.Geometry) -> shapely.Geometry:
    return shapely.union_all([corridor, *(shapely.Polygon(b.outline).buffer(0.3) for b in buildings)])
