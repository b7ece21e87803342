"""What a city file may say: its tables, field by field. The reader, the JSON Schema and the lists of
allowed keys in problems all come from here."""

from game.level.plan import HIGHEST, LOT_KINDS, LOWEST, SURFACES
from game.level.schema import choice, flag, identifier, many, number, numbers, path, rising, text, version, whole

MOST_CORNERS = 40  # of a building's outline: cutting it into convex pieces takes time with the cube
TOP = {"format": version()}
CITY = {
    "name": text(60),
    "size": numbers(2, 200, 4000).about("[width, height] in whole metres"),
    "seed": whole(0, 2**31 - 1).about("of the dice that fill the blocks"),
    "snap": number(1, 40, 12.0).about("m: a road's end nearer than this to a road is joined to it"),
    "merge": number(2, 30, 10.0).about("m: crossings nearer than this are one junction"),
    "style": identifier().about("of blocks in no district"),
}
CLASS = {
    "rank": whole(0, 9).about("right of way: the higher goes first; under 3 an alley or aisle"),
    "lanes": whole(1, 5).about("a direction; of a one-way street, in all"),
    "lane": number(2.4, 6.0).about("m, width of a lane"),
    "edge": number(0.0, 4.0, 0.5).about("m from the outer lane to the kerb; 1.8 and more is a parking strip"),
    "walk": number(0.0, 12.0, 0.0).about("m, width of the sidewalk; 0 for none"),
    "mph": number(5, 80).about("speed limit"),
    "median": number(0.0, 6.0, 0.0).about("m, painted strip between the directions"),
    "palms": number(0.0, 60.0, 0.0).about("m between palms, 0 for none"),
    "oneway": flag(False).about("of all its streets, the way they are drawn"),
    "kerb": flag(True).about("false: an aisle through a lot, without kerbs"),
    "curve": flag(False).about("true: streets are smooth curves through their points"),
    "surface": choice(SURFACES, "asphalt"),
    "height": number(LOWEST, HIGHEST, 0.0).about("m, of all points without a third number"),
    "dual": number(0.0, 60.0, 0.0).about("m between the axes of two one-way carriageways; 0 for one carriageway"),
    "signal": flag(False).about("true: traffic lights wherever it meets another street"),
}
ROAD = {
    "path": path(2, heights=True).about("the middle of the street: x,y or x,y,height in metres, point by point"),
    "oneway": flag(None).about("runs the way it is drawn"),
    "curve": flag(None).about("a smooth curve through its points"),
    "dead_end": flag(False).about("an end may join nothing and gets a turning circle"),
}
STYLE = {
    "lot": rising(8, 200).about("m, width of a lot along the street, from … to"),
    "depth": number(10, 200).about("m, of a lot; deeper blocks get two rows"),
    "front": number(0, 20, 0.0).about("m between sidewalk and building"),
    "side": number(0, 20, 0.0).about("m between a building and its neighbour's lot"),
    "deep": rising(8, 200).about("m, depth of a building, from … to"),
    "high": rising(3, 300).about("m, height of a building, from … to"),
    "empty": number(0, 1, 0.0).about("chance that a lot stays empty"),
    "parking": number(0, 1, 0.0).about("chance that a lot is for parking"),
    "ground": choice(LOT_KINDS, "plaza").about("lot kind around buildings"),
}
DISTRICT = {"style": identifier(), "seed": whole(0, 999), "path": path(3)}
BUILDING = {
    "style": identifier(),
    "height": number(2, 300).about("m"),
    "path": path(3, most=MOST_CORNERS).about("its outline, corner by corner, the last joins the first"),
}
LOT = {"kind": choice(LOT_KINDS), "path": path(3)}
RIVER = {
    "path": path(2).about("the middle of the channel"),
    "width": number(12, 120).about("m from bank to bank"),
    "depth": number(4, 6, 5.0).about("m from the ground down to the bed"),
}
RAIL = {"path": path(2), "tracks": whole(1, 12, 1).about("beside each other")}
GARAGE = {
    "path": path(3, most=MOST_CORNERS).about("its walls, corner by corner"),
    "height": number(4, 60).about("m"),
    "doors": many(path(2, most=2), 1, 8).about("openings, each from one jamb to the other"),
}
NAMED = {  # tables of entries, each with a name of its own
    "class": CLASS,
    "style": STYLE,
    "district": DISTRICT,
    "building": BUILDING,
    "lot": LOT,
    "river": RIVER,
    "rail": RAIL,
    "garage": GARAGE,
}
MADE = ("grid", "interchange")  # tables that game.level.expand turns into roads
TABLES = ("city", "road", *MADE, *NAMED)
