"""Derived cities kept on disk: arrays only, safe to delete, and passed over when anything is odd.

The file's name carries the hash of what the city's file says, of every source that derives it and of the libraries.
"""

import hashlib
import json
import tempfile
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
from numpy.typing import NDArray

from game.core.kernel import hash_sources
from game.level.city import Building, Channel, City, Collider, Deck, Lot, Marking, Roof
from game.level.roads import Roads

KEPT = 8  # cities: the oldest files beyond that are deleted

Array = NDArray[np.float64] | NDArray[np.float32] | NDArray[np.int32] | NDArray[np.uint8]
ROAD_ARRAYS = (
    "links",
    "link_sizes",
    "points",
    "next_links",
    "conflicts",
    "edges",
    "edge_length",
    "next_edges",
    "times",
    "junctions",
    "control",
    "near",
    "point_link",
)
CITY_ARRAYS = (
    "lamps",
    "trees",
    "palms",
    "props",
    "parked",
    "prop_grid",
    "walks",
    "walk_starts",
    "surface",
    "sight_edges",
    "sight_grid",
)
HEIGHT_RASTERS = {"deck_z": np.float32(np.nan), "ground_z": np.float32(0.0)}  # and what nearly all their cells hold


def city_hash(city_id: str, values: dict[str, Any]) -> str:
    """Of what a city's file says: comments and the order of entries don't count, the order of districts does."""
    districts = values.get("district", {})
    said = json.dumps(
        [city_id, values, list(districts) if isinstance(districts, dict) else []], sort_keys=True, default=str
    )
    return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()


def cache_file(city_id: str, said: str) -> Path:
    """Where the city with this city_hash is kept. GEOS comes inside shapely, so shapely's version stands for it."""
    folder = Path(__file__).resolve().parent
    sources = [*folder.glob("*.py"), *(folder.parent / "core").glob("*.py")]
    key = f"{said} {hash_sources(sources)} {version('shapely')}"
    name = hashlib.blake2b(key.encode(), digest_size=12).hexdigest()
    return Path(platformdirs.user_cache_dir("the-driver", appauthor=False)) / "cities" / f"{city_id}-{name}.npz"


def load_cached(city_id: str, said: str) -> City | None:
    """The city derived earlier from a file with this city_hash, or None if there is none that can be read."""
    try:
        with cache_file(city_id, said).open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            return unpack({name: file[name] for name in file.files})
    except Exception:  # zipfile and numpy have a dozen ways to dislike a damaged file: all mean "derive it"
        return None


def save_cached(city: City) -> None:
    """Keep a city for the next time; where nothing can be written, don't."""
    try:
        path = cache_file(city.id, city.hash)
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            np.savez(file, allow_pickle=False, **pack(city))
        Path(file.name).replace(path)
        for old in sorted(path.parent.glob("*.npz"), key=lambda p: p.stat().st_mtime)[:-KEPT]:
            old.unlink()
    except OSError:
        pass


# ---- a city as plain arrays
def pack(city: City) -> dict[str, Array]:
    """Every field of the city as an array; texts as one JSON array of bytes. The digest covers all."""
    arrays: dict[str, Array] = {name: getattr(city, name) for name in CITY_ARRAYS}
    arrays |= {f"roads.{name}": getattr(city.roads, name) for name in ROAD_ARRAYS}
    for name, usual in HEIGHT_RASTERS.items():
        arrays |= _pack_raster(name, getattr(city, name), usual)
    arrays |= _pack_lines("islands", city.islands)
    arrays |= _pack_lines("buildings", [b.outline for b in city.buildings])
    arrays |= _pack_lines("lots", [lot.outline for lot in city.lots])
    arrays |= _pack_lines("decks", [deck.axis for deck in city.decks], 3)
    arrays |= _pack_lines("deck_outlines", [deck.outline for deck in city.decks])
    arrays |= _pack_lines("colliders", [c.outline for c in city.colliders])
    arrays |= _pack_lines("markings", [m.points for m in city.markings])
    arrays |= _pack_lines("rivers", [river.axis for river in city.rivers])
    arrays |= _pack_lines("tracks", city.tracks)
    arrays |= _pack_lines("roofs", [roof.outline for roof in city.roofs])
    arrays["river_sizes"] = np.array([(river.width, river.depth) for river in city.rivers], np.float64).reshape(-1, 2)
    arrays["building_heights"] = np.array([b.height for b in city.buildings], np.float64)
    arrays["deck_widths"] = np.array([(deck.half_width, deck.walk) for deck in city.decks], np.float64).reshape(-1, 2)
    arrays["collider_heights"] = np.array([(c.bottom, c.top) for c in city.colliders], np.float64).reshape(-1, 2)
    marks = [(m.kind, m.width, m.dash, m.gap, m.deck) for m in city.markings]
    arrays["marking_sizes"] = np.array(marks, np.float64).reshape(-1, 5)
    arrays["size"] = np.array([city.width, city.height], np.float64)
    texts = {
        "city": [city.id, city.name, city.hash],
        "buildings": [[b.style, b.name] for b in city.buildings],
        "lots": [lot.kind for lot in city.lots],
        "rivers": [river.name for river in city.rivers],
        "roofs": [[roof.name, roof.height] for roof in city.roofs],
        "decks": [deck.name for deck in city.decks],
        "roads": list(city.roads.road_names),
        "classes": list(city.roads.class_names),
    }
    arrays["texts"] = np.frombuffer(json.dumps(texts).encode(), np.uint8)
    return arrays


def digest_arrays(arrays: Mapping[str, Array]) -> bytes:
    """Of names, shapes and bytes: equal for equal cities on every machine."""
    digest = hashlib.blake2b(digest_size=16)
    for name in sorted(arrays):
        array = arrays[name]
        digest.update(f"{name} {array.dtype.str} {array.shape} ".encode() + np.ascontiguousarray(array).tobytes())
    return digest.digest()


def _pack_lines(name: str, lines: Sequence[NDArray[np.float64]], columns: int = 2) -> dict[str, Array]:
    counts = np.array([len(line) for line in lines], np.int32)
    return {f"{name}.counts": counts, f"{name}.points": np.vstack([np.zeros((0, columns)), *lines])}


def _lines(arrays: Mapping[str, Array], name: str) -> list[NDArray[np.float64]]:
    points = np.asarray(arrays[f"{name}.points"], np.float64)
    counts = np.asarray(arrays[f"{name}.counts"], np.int64)
    ends = np.cumsum(counts)
    return [points[a:b] for a, b in zip((ends - counts).tolist(), ends.tolist(), strict=True)]


def _pack_raster(name: str, raster: NDArray[np.float32], usual: np.float32) -> dict[str, Array]:
    """Its shape, and the cells that hold anything but `usual`: few are high or low."""
    places = np.flatnonzero(~np.isnan(raster) if np.isnan(usual) else raster != usual).astype(np.int32)
    shape = np.array(raster.shape, np.int32)
    return {f"{name}.shape": shape, f"{name}.places": places, f"{name}.heights": raster.reshape(-1)[places]}


def _raster(arrays: Mapping[str, Array], name: str, usual: np.float32) -> NDArray[np.float32]:
    rows, columns = arrays[f"{name}.shape"].tolist()
    flat = np.full(rows * columns, usual, np.float32)
    flat[arrays[f"{name}.places"]] = arrays[f"{name}.heights"]
    return flat.reshape(rows, columns)


def unpack(arrays: Mapping[str, Array]) -> City:
    """The city out of its arrays (the archive's own checksums tell when they are damaged)."""
    texts = json.loads(arrays["texts"].tobytes())
    names = {"road_names": tuple(texts["roads"]), "class_names": tuple(texts["classes"])}
    heights, widths = arrays["building_heights"].tolist(), arrays["deck_widths"].tolist()
    spans, sizes = arrays["collider_heights"].tolist(), arrays["marking_sizes"].tolist()
    decks = zip(texts["decks"], _lines(arrays, "decks"), _lines(arrays, "deck_outlines"), widths, strict=True)
    roofs = zip(texts["roofs"], _lines(arrays, "roofs"), strict=True)
    rivers = zip(texts["rivers"], _lines(arrays, "rivers"), arrays["river_sizes"].tolist(), strict=True)
    buildings = zip(_lines(arrays, "buildings"), heights, texts["buildings"], strict=True)
    width, height = arrays["size"].tolist()
    city_id, name, said = texts["city"]
    return City(
        id=city_id,
        name=name,
        hash=said,
        width=width,
        height=height,
        roads=Roads(**{name: arrays[f"roads.{name}"] for name in ROAD_ARRAYS}, **names),  # type: ignore[arg-type]
        buildings=tuple(Building(ring, height, *words) for ring, height, words in buildings),
        islands=tuple(_lines(arrays, "islands")),
        lots=tuple(Lot(kind, ring) for kind, ring in zip(texts["lots"], _lines(arrays, "lots"), strict=True)),
        decks=tuple(Deck(name, axis, half, outline, walk) for name, axis, outline, (half, walk) in decks),
        colliders=tuple(Collider(r, *span) for r, span in zip(_lines(arrays, "colliders"), spans, strict=True)),
        markings=tuple(_marking(*pair) for pair in zip(_lines(arrays, "markings"), sizes, strict=True)),
        rivers=tuple(Channel(name, axis, *sizes) for name, axis, sizes in rivers),
        tracks=tuple(_lines(arrays, "tracks")),
        roofs=tuple(Roof(name, outline, height) for (name, height), outline in roofs),
        **{name: arrays[name] for name in CITY_ARRAYS},  # type: ignore[arg-type]
        **{name: _raster(arrays, name, usual) for name, usual in HEIGHT_RASTERS.items()},  # type: ignore[arg-type]
    )


def _marking(points: NDArray[np.float64], sizes: list[float]) -> Marking:
    kind, width, dash, gap, deck = sizes
    return Marking(int(kind), points, width, dash, gap, bool(deck))
