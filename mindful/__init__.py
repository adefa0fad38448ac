"""Guided-mindfulness tracks from plain-text scripts, offline.

`read`, `lay_out` and `render` do what the commands do; they are imported when they are first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mindful.errors import MindfulError
    from mindful.script.model import Script
    from mindful.script.reader import read
    from mindful.studio.easy import lay_out, render
    from mindful.studio.order import Track
    from mindful.timeline import Timeline

__version__ = "0.1.0"

__all__ = ["MindfulError", "Script", "Timeline", "Track", "__version__", "lay_out", "read", "render"]

_HOMES = {
    "MindfulError": "mindful.errors",
    "Script": "mindful.script.model",
    "Timeline": "mindful.timeline",
    "Track": "mindful.studio.order",
    "lay_out": "mindful.studio.easy",
    "read": "mindful.script.reader",
    "render": "mindful.studio.easy",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that `import mindful` stays light."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
