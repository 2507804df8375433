"""What belongs to one caller and outlives a turn."""

from dataclasses import dataclass, field

from avatar.types import Mood, State
from dialogue.types import Answer, Choice, Command
from server import events
from server.counsel import Counsel
from server.events import Events
from server.face_track import FaceTrack
from server.ladder import Ladder
from server.playout import Playout
from server.scene import Scene

PACES = (0.7, 0.85, 1.0)
"""times the usual rate of speech"""
GAINS = (0.64, 0.8, 1.0, 1.25, 1.56, 2.0)
"""times the usual loudness"""
SAID_AGAIN = frozenset({"again", "slower", "faster", "louder", "quieter"})
"""wishes after which the answer before is said again"""


@dataclass(frozen=True, slots=True)
class Memory:
    """What a call that goes on with an earlier one must know of it."""

    pace: float
    gain: float
    topic: str | None
    abuses: int
    last: Answer | None
    earlier: Answer | None
    subject: str | None


@dataclass(slots=True)
class Caller:
    counsel: Counsel
    events: Events
    playout: Playout
    scene: Scene
    face: FaceTrack
    ladder: Ladder = field(default_factory=Ladder)
    """how good the call may be right now; the server's, the same for all"""
    pace: float = 1.0
    topic: str | None = None
    abuses: int = 0
    last: Answer | None = None
    """the answer given before, for 다시 듣기"""
    earlier: Answer | None = None
    """the one before that"""
    subject: str | None = None
    """id of the entry that follow-up questions mean"""
    offered: tuple[Choice, ...] = ()
    """questions of a topic on the screen, until something is answered"""

    def show(self, state: State, mood: Mood = Mood.CALM) -> None:
        """Put the counsellor into a state, and say so."""
        if state is not self.scene.state:
            self.events.emit(events.state(state))
        self.scene.set(state, mood)

    def remember(self, answer: Answer) -> None:
        """This is what 다시 듣기 and follow-up questions mean from now on."""
        self.offered = ()
        if answer is not self.last:
            self.earlier, self.last = self.last, answer
        if answer.kind != "talk":
            self.subject = answer.answer_id

    def memory(self) -> Memory:
        return Memory(self.pace, self.playout.gain, self.topic, self.abuses, self.last, self.earlier, self.subject)

    def recall(self, memory: Memory) -> None:
        """Go on where another call was."""
        self.pace, self.playout.gain = memory.pace, memory.gain
        self.topic, self.abuses = memory.topic, memory.abuses
        self.last, self.earlier, self.subject = memory.last, memory.earlier, memory.subject

    def forget(self) -> None:
        """As at the beginning of a call."""
        self.topic = self.last = self.earlier = self.subject = None
        self.offered = ()
        self.pace = self.playout.gain = 1.0

    def grant(self, wish: Command) -> Answer | None:
        """Do what is asked of the counsellor herself. Returns what is to be said again; None when nothing is."""
        match wish:
            case "slower" | "faster":
                self.pace = _next(PACES, self.pace, -1 if wish == "slower" else 1)
                self.events.emit(events.pace(self.pace))
            case "louder" | "quieter":
                self.playout.gain = _next(GAINS, self.playout.gain, 1 if wish == "louder" else -1)
            case "back":
                return self.earlier or self.last
            case "home":
                self.forget()
                self.events.emit(events.pace(self.pace))
            case "topics" | "next":
                self.topic, self.offered = None, ()
        return self.last if wish in SAID_AGAIN else None

    def at_limit(self, wish: Command) -> bool:
        """She can speak no slower, faster, louder or quieter than she does."""
        match wish:
            case "slower" | "faster":
                return self.pace == (PACES[0] if wish == "slower" else PACES[-1])
            case "louder" | "quieter":
                return self.playout.gain == (GAINS[-1] if wish == "louder" else GAINS[0])
        return False


def _next(steps: tuple[float, ...], now: float, by: int) -> float:
    return steps[min(max(steps.index(now) + by, 0), len(steps) - 1)]
