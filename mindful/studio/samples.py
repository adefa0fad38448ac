"""Small files to judge a voice or a sound by; each is a tiny script, so that it sounds as it would in a track."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mindful import encoder
from mindful.errors import ScriptError
from mindful.script.cues.cue import read_cue
from mindful.script.model import Bell, Breathe, FrontMatter, Node, Pause, Say, Script, Sound
from mindful.script.reader import read
from mindful.sounds import breathing
from mindful.studio.levels import LEVELS, format_for
from mindful.studio.order import Order
from mindful.studio.planning import Plan, expansion_of, lay_out_take, plan
from mindful.studio.producing import produce, stream
from mindful.studio.rendering import make_folder
from mindful.timeline import BELL_SETTLE_S
from mindful.units import frames

if TYPE_CHECKING:
    from mindful.studio.desk import Desk

EDGE_S = 0.3
"""Silence at both ends of a sample; players swallow the first instant of a file."""
BREATH_S = (4.0, 0.0, 6.0, 0.0)
"""The breath that a soundscape is shown with: in, hold, out, hold."""


def say(text: str, out: Path, *, voice: str, chain: str, desk: Desk) -> float:
    """Speak a text into a file, with a voice through a chain.

    Returns:
        Its length in seconds.

    Raises:
        ScriptError: There is nothing to speak in the text.
        MindfulError: As for a render.
    """
    spoken = tuple(node for node in read(text).body if isinstance(node, Say))
    if not any(character.isalnum() for node in spoken for character in node.text):
        raise ScriptError("There is nothing to speak in this text.", hint="Give it some words.")
    order = Order(default_voice=voice, default_chain=chain)
    return _write(_plan(spoken, out.stem, order, desk), out, order, desk)


def render_beginning(path: Path, out: Path, order: Order, desk: Desk, *, length_s: float) -> float:
    """Write the beginning of the track that a script would become; only what is heard in it is spoken.

    Args:
        path: The script.
        out: Where to; its suffix tells the format. It gets no manifest.
        order: What is asked for; the whole track is laid out for it.
        desk: Where sounds come from.
        length_s: How much of it.

    Returns:
        Its length in seconds: less when the track is shorter.

    Raises:
        MindfulError: As for a render.
    """
    whole = plan(path, order, desk, speak_unmeasured=True)
    timeline = whole.timeline.beginning(frames(length_s))
    spoken = sum(event.kind == "speech" for event in timeline.events)
    cues = whole.take.sentences[:spoken]
    return _write(replace(whole, timeline=timeline, take=replace(whole.take, cues=cues)), out, order, desk)


def preview(name: str, out: Path, *, length_s: float, seed: int, desk: Desk) -> float:
    """Write a bell until it is silent, or some time of a soundscape, into a file.

    Args:
        name: As for `plan_preview`, like the next two.
        out: Where to.
        length_s: How much of a soundscape.
        seed: Varies what is left to chance in it.
        desk: Where sounds come from.

    Returns:
        Its length in seconds.

    Raises:
        SoundError: There is no such sound.
        MindfulError: As for a render.
    """
    return _write(plan_preview(name, length_s=length_s, seed=seed, desk=desk), out, Order(seed=seed), desk)


def draw_preview(name: str, out: Path, *, length_s: float, seed: int, desk: Desk) -> None:
    """Draw what `preview` would write: spectrogram and spectrum, as a PNG. Raises as `preview` does."""
    import numpy as np

    from mindful.sounds.pictures import picture

    planned = plan_preview(name, length_s=length_s, seed=seed, desk=desk)
    drawn = picture(np.concatenate(list(stream(planned, Order(seed=seed), desk))), title=name)
    make_folder(out.parent)
    with encoder.written_beside(out) as aside:
        aside.write_bytes(drawn)


def plan_preview(name: str, *, length_s: float, seed: int, desk: Desk) -> Plan:
    """Plan a sample of a sound.

    Args:
        name: A bell, maybe with words such as `low`, `high`, `soft` or `-6dB`; a soundscape; or a file.
        length_s: How much of a soundscape.
        seed: Varies what is left to chance in it.
        desk: Where sounds come from.

    Raises:
        SoundError: There is no such sound.
    """
    bell = _bell(name, desk)
    if bell is not None:
        rest_s = max(desk.bell_ring_s()[bell.name] - BELL_SETTLE_S, 0.0)
        return _plan((bell, _silence(rest_s)), name, Order(seed=seed), desk)
    # At a level at which it can be judged alone: as loud as speech, not 16 dB below it.
    sound = Sound(name=name, gain_db=0.0, fade_s=min(1.0, length_s / 4))
    desk.require_sound(sound, Path.cwd() / "sample")
    return _plan((sound, *_under(sound, length_s)), name, Order(seed=seed), desk)


def _bell(name: str, desk: Desk) -> Bell | None:
    """Return the strike that a name and the words after it ask for, as in a script; None for another sound's name."""
    words = name.split()
    cue = read_cue(f"bell {name}", "[") if words and words[0] in desk.bell_names() else None
    return cue if isinstance(cue, Bell) else None


def _under(sound: Sound, length_s: float) -> tuple[Node, ...]:
    """Return what a soundscape lies under: silence, or breaths for one that goes along with them."""
    breath_s = sum(BREATH_S)
    breaths = int(length_s / breath_s) if breathing.NAME in sound.layers else 0
    paced = (Breathe(phases_s=BREATH_S, cycles=breaths, cues="silent"),) if breaths else ()
    left_s = length_s - breaths * breath_s
    return (*paced, _silence(left_s)) if left_s else paced


def _silence(seconds: float) -> Pause:
    return Pause(natural_s=seconds, min_s=seconds, max_s=seconds)


def _plan(nodes: tuple[Node, ...], title: str, order: Order, desk: Desk) -> Plan:
    edges = (_silence(EDGE_S),)
    script = Script(title=title, front=FrontMatter(), body=(*edges, *nodes, *edges))
    # Files that a sound names are looked for where the person is.
    path = Path.cwd() / "sample"
    take, timeline = lay_out_take(expansion_of(script, path, order), path, order, desk, speak_unmeasured=True)
    return Plan(script=script, path=path, take=take, timeline=timeline, style_seed=order.seed or 0, findings=())


def _write(planned: Plan, out: Path, order: Order, desk: Desk) -> float:
    file_format = format_for(LEVELS[order.loudness], str(out))
    make_folder(out.parent)
    produce(planned, out, order, desk, file_format=file_format)
    return planned.timeline.duration_s
