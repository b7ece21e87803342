"""The rules of a job over plain records: phases, crew, felony, the police's alert, the outcome.

job = start(level, setup)
seat_people(level, people)            # once, before the first tick
note_contacts(job, contacts, tags)    # each tick, after the physics
note_struck(job, struck)              # likewise: who was struck
events = advance(job, level, view)    # at 10 Hz, every TACTICS_EVERY ticks
status(job, level), job.row(), job.outcome
debrief(job, level, view)             # the facts of it, for afterwards
tells(level, seed)                    # what may make one wonder beforehand
entry(level, unit, driver, taken)     # where one more police unit may drive in
"""

from game.heist.acts import note_contacts
from game.heist.arrivals import entry
from game.heist.debrief import Debrief, debrief
from game.heist.harm import note_struck
from game.heist.job import Job, View, end, seat_people
from game.heist.rules import advance, start
from game.heist.status import status
from game.heist.sting import tells

__all__ = [
    "Debrief",
    "Job",
    "View",
    "advance",
    "debrief",
    "end",
    "entry",
    "note_contacts",
    "note_struck",
    "seat_people",
    "start",
    "status",
    "tells",
]
