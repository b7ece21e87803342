"""the-driver check: all problems of level and city files, and the schemas of both for editors."""

import argparse

from game.cli import pictures
from game.cli.codes import BAD, DONE, BadInput
from game.cli.shared import print_json, telling_derivation
from game.level.check import Found, examine


def run(args: argparse.Namespace) -> int:
    """List them; a file that cannot be read is one of them."""
    if args.schema:
        return _print_schema(args.schema)
    if not args.files:
        raise BadInput("the-driver check: a FILE is needed, or --schema")
    if args.picture and len(args.files) > 1:
        raise BadInput("the-driver check: --picture draws one FILE")
    with telling_derivation() as progress:
        found = [examine(file, derive=args.picture is not None, progress=progress) for file in args.files]
    problems = [problem for one in found for problem in one.problems]
    if args.json:
        listed = [{"file": str(p.file), "line": p.line, "key": p.key, "text": p.text} for p in problems]
        print_json({"problems": listed, "cities": _cities(found)})
    else:
        for problem in problems:
            print(problem)
        if not problems:
            print(f"no problems in {', '.join(map(str, args.files))}")
        for city, hash_ in _cities(found).items():
            print(f'city "{city}": city_hash = "{hash_}"')
    if args.picture and not problems:
        _draw(args, found[0])
    return BAD if problems else DONE


def _draw(args: argparse.Namespace, found: Found) -> None:
    assert found.city is not None  # or there would be problems
    try:
        pictures.save(args, found.city, found.heist)
    except OSError as error:
        raise BadInput(f"{args.picture}: cannot be written: {error}") from None


def _cities(found: list[Found]) -> dict[str, str]:
    """The hash of every city that is checked or that a checked heist is set in."""
    return {one.city_id: one.city_hash for one in found if one.city_hash}


def _print_schema(kind: str) -> int:
    from game.level.json_schema import city_schema, heist_schema  # brings shapely

    print_json(city_schema() if kind == "city" else heist_schema())
    return DONE
