"""The mixer: a timeline and its clips become one stream of stereo blocks. No files, no voices, no limiting."""

from mindful.mixer.layers import Soundscape
from mindful.mixer.stream import mix

__all__ = ["Soundscape", "mix"]
