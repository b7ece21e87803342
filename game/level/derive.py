"""From a checked city file to the City: the same plan always gives the same bytes.

Everything is worked out in an order that depends on the plan's content only, and rounded to
millimetres. This module and its siblings (derive_…) are imported only when a city has to be derived:
they bring shapely.
"""

from collections.abc import Callable

import numpy as np
import shapely
from numpy.typing import NDArray

from game.level.city import City, Collider, Deck, Lot
from game.level.derive_blocks import Memo, fill_blocks
from game.level.derive_decks import (
    ABUTMENT_TOP,
    abutment_sight,
    abutments,
    find_bridges,
    find_decks,
    owners_of,
    parapet_sight,
    parapet_solids,
    parapets,
    piers,
)
from game.level.derive_furniture import Clear, furnish
from game.level.derive_ground import CORRIDOR, RIM, make_ground, surface_raster
from game.level.derive_marks import paint
from game.level.derive_parked import park
from game.level.derive_places import garage_floors, garage_walls, rail_bed, rail_lots, roofs_of, tracks_of
from game.level.derive_plants import plant
from game.level.derive_props import make_props, prop_grid
from game.level.derive_relief import deck_heights, ground_heights
from game.level.derive_river import find_channels, low_ground, river_walls, water_of
from game.level.derive_shapes import ring_of, without_holes
from game.level.derive_solid import building_colliders, building_sight, rim, sight_grid, trunks
from game.level.derive_streets import Street
from game.level.derive_walks import make_walks
from game.level.derive_walls import Openings
from game.level.derive_ways import Ways, make_ways
from game.level.parked import solids_of
from game.level.plan import CityPlan

Progress = Callable[[str, float], None]  # told what is being derived, and the share that is done

BANK = 3.0  # m that blocks keep from a river
RIM_HEIGHT = 6.0  # m


def derive_city(
    plan: CityPlan, progress: Progress | None = None, ways: Ways | None = None, memo: Memo | None = None
) -> City:
    """The whole city. The plan must be sound (game.level.survey finds what is not).

    progress: told what is being derived and the share that is done. ways: what the survey has
    worked out of its streets already. memo: kept by who derives one plan after another, as it is edited: blocks
    that an edit left as they were are not filled again."""
    tell = progress or _nobody
    tell("streets", 0.0)
    ways = ways or make_ways(plan)
    net, lanes = ways.net, ways.lanes
    tell("ground", 0.2)
    channels = find_channels(plan)
    water = water_of(channels)
    decks, bridges = find_decks(net.streets), find_bridges(net.streets, water)
    ground = make_ground(plan, net, (ways.carriageway, ways.aisles), decks, _off_limits(plan, net.streets, water))
    tell("buildings", 0.35)
    buildings, lots = fill_blocks(plan, net, ground, memo)
    buildings += rim(plan, RIM, RIM_HEIGHT)
    lots += _aprons(ground.aisles, ground.carriageway) + rail_lots(plan, ground.driven) + garage_floors(plan)
    tell("walls", 0.6)
    openings = Openings(net.streets, np.vstack([np.zeros((0, 5)), *(c.points for c in lanes.connectors)]))
    solids, edges = _walls(plan, openings, decks, bridges, ground.driven, water)
    edges = np.vstack([building_sight(buildings), edges])
    tell("furniture", 0.7)
    clear = Clear(ground.driven, ground.corridor, buildings)
    lamps, palms = (clear.of(rows) for rows in furnish(net, lanes))
    props = make_props(plan, net, lanes, lamps, clear)
    trees = plant(plan, lots, clear)
    parked = park(plan, lots, props, solids, clear)
    colliders = building_colliders(buildings) + solids + trunks(trees) + trunks(palms)
    rails = [rail_bed(rail) for rail in plan.rails]
    walks, walk_starts = make_walks(ground.land, [ground.corridor, *rails], colliders + solids_of(parked), lots)
    tell("rasters", 0.8)
    return City(
        id=plan.id,
        name=plan.name,
        hash=plan.hash,
        width=plan.width,
        height=plan.height,
        roads=ways.roads,
        buildings=tuple(buildings),
        islands=ground.islands,
        lots=tuple(lots),
        decks=tuple(bridges + decks),
        colliders=tuple(colliders),
        markings=tuple(paint(net, lanes)),
        lamps=lamps,
        trees=trees,
        palms=palms,
        props=props,
        parked=parked,
        prop_grid=prop_grid(plan, props),
        walks=walks,
        walk_starts=walk_starts,
        surface=surface_raster(plan, net, ground, lots, water),
        deck_z=deck_heights(plan, bridges + decks),
        ground_z=ground_heights(plan, channels, net.streets),
        rivers=tuple(channels),
        tracks=tuple(tracks_of(plan)),
        roofs=tuple(roofs_of(plan)),
        sight_edges=edges,
        sight_grid=sight_grid(plan, edges),
    )


def _nobody(step: str, share: float) -> None:
    """Progress that nobody watches."""


def _off_limits(plan: CityPlan, streets: list[Street], water: shapely.Geometry) -> list[shapely.Geometry]:
    """What no block may cover, the rivers first."""
    paths = [p.path for p in plan.buildings] + [p.path for p in plan.lots] + [p.path for p in plan.garages]
    placed = [shapely.Polygon(path) for path in paths]
    rails = [rail_bed(rail) for rail in plan.rails]
    return [water.buffer(BANK), low_ground(streets, CORRIDOR), *rails, *placed]


def _walls(
    plan: CityPlan,
    openings: Openings,
    decks: list[Deck],
    bridges: list[Deck],
    driven: shapely.Geometry,
    water: shapely.Geometry,
) -> tuple[list[Collider], NDArray[np.float64]]:
    """All that is solid but buildings: colliders and rows of sight_edges."""
    streets = openings.streets
    both = bridges + decks
    sides = parapets(both, owners_of(both, streets), openings)
    across = abutments(decks)
    banks, bank_edges = river_walls(find_channels(plan), streets, openings)
    garages, garage_edges = garage_walls(plan)
    solids = parapet_solids(sides) + [Collider(ring, 0.0, ABUTMENT_TOP) for ring in across]
    solids += piers(decks, shapely.union_all([driven, low_ground(streets)]), water) + banks + garages
    return solids, np.vstack([parapet_sight(sides), abutment_sight(across), bank_edges, garage_edges])


def _aprons(aisles: shapely.Geometry, carriageway: shapely.Geometry) -> list[Lot]:
    """Where an aisle crosses the sidewalk, and all else it covers, is asphalt without a kerb."""
    parts = shapely.get_parts(aisles.difference(carriageway))
    pieces = [piece for part in parts if part.area > 1.0 for piece in without_holes(part)]
    return sorted((Lot("alley", ring_of(piece)) for piece in pieces), key=lambda lot: lot.outline.tolist())
