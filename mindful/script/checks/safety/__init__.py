"""What may trouble a listener, or promise too much, as findings with codes S1xx. Pure; one file for each concern.

These rules look at the words and cues of a script. What depends on when things are heard stands in
`timeline/safety.py`. Rules of words know English; a script in another language is not judged by them.
"""

from mindful.script.checks.safety.breath import BREATH_RULES
from mindful.script.checks.safety.claims import CLAIM_RULES
from mindful.script.checks.safety.eyes import EYES_RULES
from mindful.script.checks.safety.occasion import OCCASION_RULES
from mindful.script.checks.safety.sound import SOUND_RULES
from mindful.script.checks.safety.tone import TONE_RULES

SAFETY_RULES = (*EYES_RULES, *BREATH_RULES, *CLAIM_RULES, *TONE_RULES, *SOUND_RULES, *OCCASION_RULES)
"""Each rule is a function of a script and its widest take; a new one is a line in its file, its codes in `codes.py`."""

__all__ = ["SAFETY_RULES"]
