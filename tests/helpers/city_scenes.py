"""A city of five streets, small enough to derive in every test, and how to read one from text."""

from game.level.city_file import read_city
from game.level.plan import CityPlan
from game.level.text import Document, parse

SMALL = """
[city]
name = "Small"
size = [300, 300]
seed = 3
style = "low"

[class]
street = {rank=4, lanes=2, lane=3.2, edge=0.6, walk=3.0, mph=30}
oneway = {rank=5, lanes=2, lane=3.2, edge=0.6, walk=3.0, mph=30, oneway=true}
bridge = {rank=6, lanes=1, lane=3.5, edge=0.8, mph=30}
alley = {rank=2, lanes=1, lane=2.8, edge=0.3, mph=15}

[style]
low = {lot=[14, 30], depth=30, front=1.0, deep=[14, 26], high=[5, 12], empty=0.1, parking=0.1}

[road.street]
"Ring West" = "40,150 40,260 150,260"
"Ring North" = "150,260 260,260 260,150"
"Ring East" = "260,150 260,40 150,40"
"Ring South" = "150,40 40,40 40,150"

[road.oneway]
"Middle St" = "150,40 150,260"

[road.alley]
"Cross Alley" = "40,150 150,150"
"""


def plan_of(text: str) -> CityPlan:
    document = parse(Document("small.toml", {}), text.encode())
    plan = read_city(document, "small")
    assert plan is not None, [str(p) for p in document.problems]
    return plan
