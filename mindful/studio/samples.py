"""Small files to judge a voice or a sound by; each is a tiny script, so that it sounds as it would in a track."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mindful import encoder
from mindful.errors import ScriptError, SoundError
from mindful.script.model import Bell, FrontMatter, Node, Pause, Say, Script, Sound
from mindful.script.reader import read
from mindful.studio.order import Order
from mindful.studio.planning import Plan, expansion_of, lay_out_take
from mindful.studio.rendering import make_folder, produce

if TYPE_CHECKING:
    from mindful.studio.desk import Desk

EDGE_S = 0.3
"""Silence at both ends of a sample; players swallow the first instant of a file."""


def say(text: str, out: Path, *, voice: str, desk: Desk) -> float:
    """Speak a text into a file.

    Returns:
        Its length in seconds.

    Raises:
        ScriptError: There is nothing to speak in the text.
        MindfulError: As for a render.
    """
    spoken = tuple(node for node in read(text).body if isinstance(node, Say))
    if not any(character.isalnum() for node in spoken for character in node.text):
        raise ScriptError("There is nothing to speak in this text.", hint="Give it some words.")
    return _make(spoken, out, Order(default_voice=voice), desk)


def preview(name: str, out: Path, *, length_s: float, seed: int, desk: Desk) -> float:
    """Write a bell until it is silent, or some time of a soundscape, into a file.

    Args:
        name: A bell, a soundscape, or a file.
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
    order = Order(seed=seed)
    if name in desk.bell_names():
        ring_s = desk.bell_ring_s()[name]
        return _make((Bell(name=name), _silence(ring_s)), out, order, desk)
    if name not in desk.soundscape_names() and desk.find_file(name, Path.cwd() / "preview") is None:
        raise SoundError(f'There is no sound "{name}".', hint=desk.sound_hint(name))
    # At a level at which it can be judged alone: as loud as speech, not 16 dB below it.
    return _make((Sound(name=name, gain_db=0.0, fade_s=min(1.0, length_s / 4)), _silence(length_s)), out, order, desk)


def _silence(seconds: float) -> Pause:
    return Pause(natural_s=seconds, min_s=seconds, max_s=seconds)


def _make(nodes: tuple[Node, ...], out: Path, order: Order, desk: Desk) -> float:
    file_format = encoder.format_of(out)
    make_folder(out.parent)
    edges = (_silence(EDGE_S),)
    script = Script(title=out.stem, front=FrontMatter(), body=(*edges, *nodes, *edges))
    path = Path.cwd() / "sample"
    take, timeline = lay_out_take(expansion_of(script, path, order), path, order, desk, speak_unmeasured=True)
    plan = Plan(script=script, path=path, take=take, timeline=timeline, style_seed=order.seed or 0, findings=())
    produce(plan, out, order, desk, file_format=file_format)
    return timeline.duration_s
