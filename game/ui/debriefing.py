"""The card after a job: how it ended, and the facts."""

from typing import TYPE_CHECKING

from game.core.constants import TICK_HZ
from game.core.snapshot import DAMAGE
from game.ui.cards import Card
from game.ui.job import Job

if TYPE_CHECKING:
    from game.ui.loop import Stepping

ENDS = {
    "escaped": "CLEAN AWAY",
    "captured": "BUSTED",
    "wrecked": "WRECKED",
    "abandoned": "WALKED AWAY",
    "timeout": "OUT OF TIME",
    "error": "IT BROKE",
}
POLICE_ENDS = {
    "escaped": "HE GOT AWAY",
    "captured": "GOT HIM",
    "wrecked": "HE WRECKED IT",
    "abandoned": "HE WALKED AWAY",
}
CHOICES = (("Again", "restart"), ("Other jobs", "jobs"), ("Quit", "quit"))


def debriefing(session: "Stepping", job: Job) -> Card:
    """How it ended, and the facts."""
    now = session.snapshot
    status = now.status
    titles = ENDS | POLICE_ENDS if job.police else ENDS
    minutes, seconds = divmod(int(now.tick / TICK_HZ), 60)
    facts = [
        ("Time", f"{minutes}:{seconds:02d}"),
        ("Felony", f"{status.felony:.0f}   heat {status.heat}"),
        ("In the car", f"${status.take:,.0f},  crew {status.crew_aboard} of {status.crew_total}"),
        ("Damage", f"{100 * float(now.cars[status.driver_car, DAMAGE]):.0f} %"),
        ("Last charge", status.charge or "none"),
        ("Seed", str(job.seed)),
    ]
    return Card(
        titles.get(status.outcome, status.outcome.upper()), [status.note] if status.note else [], facts, CHOICES
    )
