"""Tables of the shortened forms people write and how they are said. Data only; `speakable.py` and `sentences.py` read."""

from __future__ import annotations

TITLES = {
    "Dr": "Doctor", "Mr": "Mister", "Mrs": "Missus", "Ms": "Miz", "Prof": "Professor", "Rev": "Reverend",
    "Capt": "Captain", "Lt": "Lieutenant", "Sgt": "Sergeant",
}  # fmt: skip
"""Before a name; the full stop after one never ends a sentence."""

PHRASES = {
    "e.g": "for example", "eg": "for example", "i.e": "that is", "ie": "that is", "etc": "et cetera", "vs": "versus",
    "cf": "compare", "viz": "namely", "approx": "approximately", "incl": "including", "a.k.a": "also known as",
    "esp": "especially", "ph.d": "P H D", "jr": "junior", "a.m": "AM", "p.m": "PM",
}  # fmt: skip
"""Read so whatever the case. Those in `NEED_A_STOP` are other words without their full stop."""

NEED_A_STOP = frozenset({"eg", "ie", "cf", "viz", "incl", "esp", "ph.d", "jr"})
"""Abbreviations only when a full stop follows."""

SLASHED = {
    "w/o": "without ", "w/": "with ", "b/c": "because ", "and/or": "and or", "s/he": "he or she", "n/a": "not applicable",
}  # fmt: skip
"""Written with a slash that is not an alternative."""

PER = frozenset("s sec second min minute h hr hour d day wk week mo month yr year night session round cycle".split())
"""After a slash these make a rate: breaths/min."""

NEVER_ENDS = frozenset(title.lower() for title in TITLES) | frozenset(
    "st ste mt e.g eg i.e ie vs cf viz approx incl esp ca et z.b d.h u.a bzw sra srta".split()
)
"""Words whose full stop never ends the sentence."""

MAY_END = frozenset(
    "etc a.m p.m min mins sec secs hr hrs ft oz lb lbs kg cm mm km jr inc ltd corp dept max temp ave blvd al "
    "jan feb apr jun jul aug sept sep oct nov dec mon tue tues thu thur thurs fri".split()
)
"""Words whose full stop ends the sentence only when a capital letter follows. So do all words with a stop inside."""

BEFORE_A_NUMBER = frozenset({"no", "nos", "fig", "vol", "pp", "p"})
"""Words whose full stop goes on only when a digit follows."""

MONTHS = {
    "January": "Jan", "February": "Feb", "March": "Mar", "April": "Apr", "May": "May", "June": "Jun", "July": "Jul",
    "August": "Aug", "September": "Sept?", "October": "Oct", "November": "Nov", "December": "Dec",
}  # fmt: skip
"""Each month and the pattern of its short form."""

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

UNITS = {
    "s": ("second", "seconds"), "sec": ("second", "seconds"), "secs": ("second", "seconds"),
    "min": ("minute", "minutes"), "mins": ("minute", "minutes"), "h": ("hour", "hours"), "hr": ("hour", "hours"),
    "hrs": ("hour", "hours"), "ms": ("millisecond", "milliseconds"), "wk": ("week", "weeks"), "wks": ("week", "weeks"),
    "yr": ("year", "years"), "yrs": ("year", "years"), "m": ("meter", "meters"), "mm": ("millimeter", "millimeters"),
    "cm": ("centimeter", "centimeters"), "km": ("kilometer", "kilometers"), "ft": ("foot", "feet"),
    "yd": ("yard", "yards"), "mi": ("mile", "miles"), "g": ("gram", "grams"), "mg": ("milligram", "milligrams"),
    "kg": ("kilogram", "kilograms"), "lb": ("pound", "pounds"), "lbs": ("pound", "pounds"), "oz": ("ounce", "ounces"),
    "ml": ("milliliter", "milliliters"), "mL": ("milliliter", "milliliters"), "cl": ("centiliter", "centiliters"),
    "l": ("liter", "liters"), "L": ("liter", "liters"), "Hz": ("hertz", "hertz"), "kHz": ("kilohertz", "kilohertz"),
    "dB": ("decibel", "decibels"), "bpm": ("beat per minute", "beats per minute"), "kcal": ("calorie", "calories"),
    "mph": ("mile per hour", "miles per hour"), "km/h": ("kilometer per hour", "kilometers per hour"),
    "kph": ("kilometer per hour", "kilometers per hour"), "MB": ("megabyte", "megabytes"),
    "GB": ("gigabyte", "gigabytes"), "k": ("thousand", "thousand"), "K": ("thousand", "thousand"),
    "\N{DEGREE SIGN}C": ("degree Celsius", "degrees Celsius"),
    "\N{DEGREE SIGN}F": ("degree Fahrenheit", "degrees Fahrenheit"),
    "\N{DEGREE SIGN}": ("degree", "degrees"), "%": ("percent", "percent"), "\N{PER MILLE SIGN}": ("per mille", "per mille"),
}  # fmt: skip
"""After a number: one of them, several of them."""

MINUTES_AFTER = ("for", "after", "every", "within", "another", "about", "lasts", "takes")
"""Words before a number that make a following ``m`` minutes, not meters."""

CURRENCIES = {
    "$": ("dollar", "dollars"), "\N{EURO SIGN}": ("euro", "euros"), "\N{POUND SIGN}": ("pound", "pounds"),
    "\N{YEN SIGN}": ("yen", "yen"), "\N{INDIAN RUPEE SIGN}": ("rupee", "rupees"),
}  # fmt: skip

INITIALISMS = frozenset(
    "ADHD AI AIDS AM ASMR BBC CEO DIY EAP EEG EKG ECG EMDR ECT EU FAQ GAD HIV IBS ICU ID IOP IQ MAOI MRI OCD OK PM QA RAINN "
    "SSRI SNRI TIA UK UN URL USA UTC UV YMCA".split()
)
"""Capitals that stay capitals: read by the letter, or as the engine knows them."""

SPELLED = {
    "EEG": "E E G",
    "SSRI": "S S R I",
    "SNRI": "S N R I",
    "IFS": "I F S",
    "USB": "U S B",
    "NSDR": "N S D R",
    "EKG": "E K G",
    "IOP": "I O P",
}
"""Initialisms that an engine would try to read as a word. An A cannot stand alone: it is read as the article."""

SOUNDS = {"mm": "hmm", "mmm": "hmm", "mmmm": "hmm", "shh": "hush", "shhh": "hush", "psst": "hush"}
"""Sounds without a vowel, which engines spell letter by letter."""

SYMBOLS = {
    "&": " and ", "@": " at ", "+": " plus ", "=": " equals ", "%": " percent ", "\N{PER MILLE SIGN}": " per mille ",
    "\N{MULTIPLICATION SIGN}": " times ", "\N{DIVISION SIGN}": " divided by ", "\N{PLUS-MINUS SIGN}": " plus or minus ",
    "\N{ALMOST EQUAL TO}": " about ", "\N{LESS-THAN OR EQUAL TO}": " at most ",
    "\N{GREATER-THAN OR EQUAL TO}": " at least ", "\N{DEGREE SIGN}": " degrees ",
    "\N{SUPERSCRIPT TWO}": " squared ", "\N{SUPERSCRIPT THREE}": " cubed ", "\N{EURO SIGN}": " euros ",
    "\N{POUND SIGN}": " pounds ", "\N{SECTION SIGN}": " section ", "\N{NUMERO SIGN}": " number ",
}  # fmt: skip
"""Marks that are words when they stand alone."""
