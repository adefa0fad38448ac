"""The timeline: every event of a track and its exact place, in samples. Pure.

It is the one source of the audio, the captions, the chapters and the plan, which therefore never drift apart.
"""

from mindful.timeline.choosing import choose
from mindful.timeline.difference import Change, ChapterChange, Difference, difference
from mindful.timeline.items import BELL_SETTLE_S
from mindful.timeline.layout import lay_out
from mindful.timeline.model import Chapter, Event, EventKind, Timeline

__all__ = [
    "BELL_SETTLE_S",
    "Change",
    "Chapter",
    "ChapterChange",
    "Difference",
    "Event",
    "EventKind",
    "Timeline",
    "choose",
    "difference",
    "lay_out",
]
