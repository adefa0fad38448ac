"""Tables of the words people use for pauses, bells and speakers. Data only; `cues.py` and `reader.py` read with them."""

from __future__ import annotations

from typing import Literal

BREATH_S = 8.0
"""One easy breath, in and out; also a breath cycle of no stated pattern."""

PAUSE_WORDS_S = {
    "none": 0.0, "x-weak": 1.0,
    "": 5.0, "brief": 2.0, "briefly": 2.0, "quick": 2.0, "quickly": 2.0, "tiny": 2.0, "beat": 2.0, "weak": 2.0, "slight": 2.0,
    "short": 3.0, "shortly": 3.0, "small": 3.0, "few seconds": 3.0, "couple of seconds": 3.0, "several seconds": 4.0,
    "medium": 5.0, "moment": 5.0, "second or two": 2.0,
    "few moments": 8.0, "couple of moments": 8.0, "several moments": 8.0, "some moments": 8.0, "moment or two": 8.0,
    "moments": 8.0, "while": 12.0,
    "long": 12.0, "strong": 12.0, "extended": 12.0,
    "longer": 20.0, "very long": 20.0, "x-strong": 20.0,
    "kurz": 2.0, "kurze": 2.0, "kleine": 3.0, "lang": 12.0, "lange": 12.0, "längere": 20.0,
    "breve": 2.0, "corta": 3.0, "corto": 3.0, "larga": 12.0, "largo": 12.0, "longue": 12.0, "courte": 3.0, "lunga": 12.0,
    "momento": 5.0, "unos momentos": 8.0, "einen moment": 5.0, "einige momente": 8.0, "instant": 5.0,
}  # fmt: skip
"""How long a pause is when a word says it instead of a number."""

PAUSE_LENGTHS_S = {"brief": 2.0, "short": 3.0, "pause": 5.0, "moments": 8.0, "long": 12.0, "longer": 20.0}
"""The six lengths that words of pauses stand for, each by its plainest word; people may set them otherwise."""

PAUSE_ADJECTIVES = (
    "gentle|soft|silent|quiet|mindful|natural|full|deep|complete|total|pure|dramatic|meaningful|peaceful|reflective|"
    "contemplative|comfortable|nice|good|single|intentional|sacred|final|guided|"
    "very|really|slightly|somewhat"
)
"""Words before "pause" that say nothing of its length."""

PAUSE_NOUNS = (
    "pause", "pauses", "paused", "pausing", "break", "silence", "silent", "stille", "schweigen", "pausa", "silencio",
    "pausieren", "stillness", "silenzio",
)  # fmt: skip
"""Words that ask for silence."""

NUMBER_WORDS = {
    "a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0,
    "eight": 8.0, "nine": 9.0, "ten": 10.0, "eleven": 11.0, "twelve": 12.0, "thirteen": 13.0, "fourteen": 14.0,
    "fifteen": 15.0, "sixteen": 16.0, "seventeen": 17.0, "eighteen": 18.0, "nineteen": 19.0, "twenty": 20.0,
    "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "ninety": 90.0, "half a": 0.5, "half": 0.5,
    "another": 1.0, "each": 1.0,
    "a few": 3.0, "few": 3.0, "a couple of": 2.0, "a couple": 2.0, "couple of": 2.0, "several": 4.0, "some": 3.0,
    "ein": 1.0, "eine": 1.0, "einen": 1.0, "zwei": 2.0, "drei": 3.0, "vier": 4.0, "fünf": 5.0, "sechs": 6.0,
    "zehn": 10.0, "fünfzehn": 15.0, "zwanzig": 20.0, "dreißig": 30.0, "sechzig": 60.0, "einige": 3.0,
    "ein paar": 3.0, "una": 1.0, "un": 1.0, "uno": 1.0, "dos": 2.0, "tres": 3.0, "cuatro": 4.0, "cinco": 5.0,
    "diez": 10.0, "quince": 15.0, "veinte": 20.0, "treinta": 30.0, "unos": 3.0, "unas": 3.0, "varias": 4.0,
}  # fmt: skip

TENS = {"twenty": 20.0, "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "seventy": 70.0, "eighty": 80.0}
"""Number words that another may follow, as in "forty-five"."""

APPROXIMATELY = (
    "for|about|approximately|approx\\.?|around|roughly|at least|up to|maybe|perhaps|nearly|just|only|the length of|"
    "the space of|a count of|ca\\.?|circa|etwa|ungefähr|aproximadamente|alrededor de|unos|casi"
)
"""Words before an amount that leave it as it is."""

UNIT_ADJECTIVES = (
    "full|deep|slow|long|whole|complete|more|natural|normal|easy|gentle|conscious|mindful|quiet|silent|steady|calm|"
    "relaxed|breath|breathing|tiefe|volle|ganze|profundas|lentas"
)
"""Words between a number and its unit."""

UNITS_S = {
    "ms": 0.001, "msec": 0.001, "msecs": 0.001, "millisecond": 0.001, "milliseconds": 0.001,
    "s": 1.0, "sec": 1.0, "secs": 1.0, "second": 1.0, "seconds": 1.0, "count": 1.0, "counts": 1.0, "beat": 1.0, "beats": 1.0,
    "m": 60.0, "min": 60.0, "mins": 60.0, "minute": 60.0, "minutes": 60.0,
    "h": 3600.0, "hr": 3600.0, "hrs": 3600.0, "hour": 3600.0, "hours": 3600.0,
    "breath": BREATH_S, "breaths": BREATH_S, "cycle": BREATH_S, "cycles": BREATH_S,
    "sek": 1.0, "sekunde": 1.0, "sekunden": 1.0, "minuten": 60.0, "stunde": 3600.0, "atemzug": BREATH_S,
    "atemzüge": BREATH_S, "atemzügen": BREATH_S,
    "seg": 1.0, "segs": 1.0, "segundo": 1.0, "segundos": 1.0, "minuto": 60.0, "minutos": 60.0,
    "respiración": BREATH_S, "respiraciones": BREATH_S, "seconde": 1.0, "secondes": 1.0, "secondi": 1.0, "minuti": 60.0,
    "respirations": BREATH_S,
}  # fmt: skip
"""Units of a pause; breaths and cycles count as units of time."""

BREATHING_WORDS = (
    "breathe", "breathing", "breathwork", "breaths?", "atme", "atmen", "atmung", "respira", "respiración", "respirar",
)  # fmt: skip
"""Words that ask for paced breathing where a pattern stands beside them."""

BELL_NOUNS = {
    "bell": "bowl", "bells": "bowl", "gong": "bowl", "gongs": "bowl", "bowl": "bowl", "bowls": "bowl",
    "chime": "chime", "chimes": "chime", "tingsha": "chime", "tingshas": "chime",
    "woodblock": "woodblock", "woodblocks": "woodblock",
    "campana": "bowl", "campanas": "bowl", "cuenco": "bowl", "glocke": "bowl", "glocken": "bowl", "klangschale": "bowl",
}  # fmt: skip
"""Words that ask for a bell, and the bell that is struck."""

BELL_KINDS = {"temple": "temple", "rin": "rin"}
"""Words that tell which bell, beside one that asks for a bell."""

BELL_PITCHES: dict[str, Literal["low", "high"]] = {"low": "low", "deep": "low", "high": "high"}
"""Words for a bell's size."""

BELL_SOFT = frozenset("soft softly gentle gently light lightly sanft sanfte sanfter leise suave".split())
"""Words for a soft strike."""

BELL_FILLER = frozenset(
    "a an the of sound sounds sounded sounding ring rings rung ringing strike strikes struck tone tones once "
    "opening closing final ending starting beginning end ends start starts begin begins close with by "
    "single small tibetan singing meditation times time here again to is resonant quiet quietly slow slowly clear "
    "long and brief rang chiming chimed play plays tolls toll dings ding resonates echoes fades ertönt erklingt schlägt suena sonido de toca la el".split()
)

SPEAKERS = (
    "instructor|guide|narrator|narration|teacher|speaker|voice|voice[- ]?over|vo|host|facilitator|therapist|leader|coach|"
    "practitioner|meditation (?:guide|teacher|leader)|guided voice|female voice|male voice|announcer|moderator|presenter|"
    "hypnotherapist|hypnotist|yoga teacher|meditator|student|participant|sprecher(?:in)?|lehrer(?:in)?|stimme|anleitung|"
    "narrador|narradora|guía|instructora?|profesora?|voz"
)
"""Labels before speech that name who speaks; dropped."""

SPEECH_LABELS = "script|spoken(?: text| words)?|say|instructions?|guidance|dialogue|text|sprechtext|gui[oó]n"
"""Labels before speech that say it is speech; dropped."""

SECTION_LABELS = (
    r"(?:intro(?:duction)?|opening(?: .{1,30})?|closing(?: .{1,30})?|conclusion|outro|preparation|settling(?: in)?|"
    r"grounding(?: .{1,30})?|arriv(?:al|ing)|body scan|(?:deep |mindful )?breath(?:ing)?(?: (?:awareness|work|exercise|focus|practice))?|"
    r"breathwork|(?:guided )?visuali[sz]ation|guided imagery|affirmations?|reflection|integration|return(?:ing)?|transition|"
    r"ending|main (?:practice|meditation|body)|deepening|induction|relaxation|progressive relaxation|gratitude|welcome|"
    r"einstieg|ausklang|atmung|entspannung|inicio|comienzo|respiración|relajación|visualización|"
    r"einleitung|einführung|abschluss|hauptteil|ankommen|körperreise|introducción|cierre|apertura|conclusión|"
    r"(?:step|part|phase|section|stage|chapter|minutes?|schritt|teil|paso|parte) "
    r"(?:\d{1,2}(?:\s?[-–]\s?\d{1,2})?|one|two|three|four|five|six|seven|eight|nine|ten|[ivx]{1,4})(?: ?[:–—-] ?[^:]{1,50})?)"
)
"""Labels before speech that name a part of the script: its chapters."""

_DURATION_LABELS = (
    "(?:(?:estimated|approx(?:imate|\\.)?|total|recommended|suggested|reading|speaking|run(?:ning)?|session|target|expected) )*"
    "(?:duration|length|run ?time|time|dauer|länge|duración)"
)

NOTE_LABELS = (
    _DURATION_LABELS + "|tone|pace|pacing|mood|(?:suggested |background |recommended )?music(?: suggestions?)?|"
    "background(?: (?:music|sounds?|audio))?|sound(?:s|scape| effects?| design)?|sfx|audio|word count|(?:target |intended )?audience|"
    "level|difficulty|theme|topic|objectives?|purpose|goals?|"
    "(?:author'?s? |production |recording |teacher'?s? |facilitator |safety )?notes?|title|subtitle|format|materials?(?: needed)?|"
    "equipment|props|keywords|tags|style|author|(?:written |created )?by|voice (?:tone|style|actor|direction)|delivery|"
    "scene|setting|best for|ideal for|perfect for|language|version|date|file|series|episode|tips?(?: [^:]{1,30})?|optional|disclaimer|warning|titel|ton|musik|hinweise?|zielgruppe|título|tono|música|objetivo|notas?|[a-z]{0,12}hinweise?"
)
"""Labels of lines that describe the script: anywhere when in bold or italics, else before the first speech."""

NOTE_LABELS_AT_THE_HEAD = "voice|narrator|guide|host|presenter|reader|producer|artist|album|(?:read|narrated|led|guided|recorded|hosted) by|for|source|credits?|type|category|focus|technique|benefits|instructor|position|environment"
"""The same, only before the first speech and when no sentence follows."""

NOTE_LABELS_ANYWHERE = (
    "(?:(?:estimated|approx(?:imate|\\.)?|total|reading|speaking|run(?:ning)?) )*duration|"
    "(?:estimated|total|reading|speaking) (?:reading |speaking |word )?(?:time|length|count)|total|(?:approx(?:imate|\\.)? )?word count|length|"
    "(?:production|recording|speaker|reader|reading|general|(?:teacher|facilitator|instructor|editor|author|therapist|clinician|"
    "counsell?or|trainer|coach|leader|narrator|director|parent|guide)'?s?) notes?|disclaimer|"
    "(?:background )?music|sfx|sound effects?"
)
"""The same, in plain letters, wherever they stand."""

NOTE_HEADINGS = (
    r"purpose|overview|(?:.{1,30} )?notes?(?: (?:for|on|to) .*)?|materials?(?: needed)?|equipment|"
    r"background|references?|sources?|credits?|(?:[^ ]+ ){0,2}tips(?: (?:for|on|to|before|after|when|and) .*)?|how to use(?: .*)?|instructions for .*|about this .*|"
    r"(?:suggested |background |recommended )?music(?: suggestions?| recommendations?)?|(?:audio|sound) (?:notes?|suggestions?|design)|"
    r"(?:safety |medical )?disclaimer|table of contents|contents|(?:optional )?variations?|(?:possible |optional )?adaptations?|"
    r"customi[sz]ations?(?: .*)?|modifications?|(?:delivery|recording|reading|production|voice|pacing|facilitator|facilitation|technical|"
    r"speaking) (?:guidelines?|guide|guidance|instructions?|suggestions?|recommendations?|details|specifications?|directions?)|"
    r"objectives?|benefits(?: .*)?|key benefits|why (?:it|this) works|what you(?:'|’)?ll need|script details|"
    r"(?:optional )?(?:extensions?|enhancements?|add-ons?)|next steps|follow-?up(?: .*)?|keywords|tags|metadata|"
    r"(?:group )?debrief(?:ing)?|(?:(?:group|class) )?discussion(?: (?:questions?|prompts?|points?|guide))?|journal(?:l?ing)? prompts?|"
    r"about the author|acknowledge?ments?|footnotes?|bibliography|further reading|"
    r"(?:wichtige )?hinweise?(?: .*)?|anmerkungen?|notizen|tipps?(?: .*)?|notas?(?: .*)?|consejos(?: .*)?|materiales"
)
"""Headings of sections that are about the script."""

SCRIPT_HEADINGS = (
    r"(?:(?:begin|start|beginning)(?: of)? )?(?:the |full |complete |guided |meditation |spoken )*(?:script|transcript)"
    r"(?: begins?(?: here)?| starts?(?: here)?)?|(?:begin|start)(?: of)? (?:the )?(?:guided )?(?:meditation|recording)|skript|gui[oó]n"
)
"""Headings that say: here begins what is spoken."""

WEAK_SCRIPT_HEADINGS = "(?:the |full |guided )*meditation"
"""Headings that say so only where no chapter stands before them."""

END_LINES = (
    r"the end|end|(?:the )?end(?: of (?:the )?(?:guided )?(?:script|meditation|session|recording|practice|audio|track|transcript))|"
    r"(?:script|recording|meditation|transcript) ends?(?: here)?|ende(?: der (?:meditation|aufnahme))|fin de la (?:meditación|grabación)"
)
"""Lines that say: here ends what is spoken."""

CHAT_OBJECTS = (
    "scripts?|meditations?|practices?|versions?|exercises?|sessions?|visuali[sz]ations?|body scans?|guided|transcript|recording|"
    "skript|anleitung|meditación|gui[oó]n|meditationen"
)
"""What a chat tool speaks of before it begins."""

CHAT_CLOSINGS = (
    r"would you like (?:me|a|an|this|the|any|some|to (?:adjust|change|add|hear|customi[sz]e|tailor|modify|adapt|make))\b|"
    r"(?:please )?let me know (?:if|what|how|when|whether)\b|do you want (?:me|a|an|this)\b|want me to\b|"
    r"(?:shall|should|can) i (?:\w+ )?(?:adjust|create|make|add|write|tailor|help|provide|turn|adapt|shorten|extend)\b|"
    r"i can (?:also |further )?(?:adjust|create|make|add|write|tailor|provide|turn|adapt|shorten|extend|customi[sz]e|generate|help)\b|"
    r"(?:please )?feel free to (?:adjust|customi[sz]e|modify|adapt|tweak|personali[sz]e|edit|change|record|use|let me)\b"
    r"(?! (?:your|the) (?:position|posture|body|seat|breath))|"
    r"you can (?:now |also )?(?:copy|paste|use|record|feed|save|play|adjust|customi[sz]e|tailor|modify) (?:this|the|it)\b.*\b(?:script|text|"
    r"tool|app|voice|recording|software|generator)\b|"
    r"(?:i )?hope (?:this|it|that) (?:helps|script|is helpful|works|meets|is what)\b|"
    r"if you(?:'d| would)? (?:like|want|prefer|need),? (?:i|me|a|an|this|the|any|to (?:adjust|change|record|customi[sz]e|modify)|more|"
    r"another)\b.*\b(?:i can|script|version|adjust|customi[sz]e|tailor|let me know|just ask|happy to)\b|"
    r"this (?:\d+-minute )?script (?:is|can|should|takes|runs|was)\b|"
    r"möchtest du,? (?:dass ich|eine)\b|soll ich\b|sag mir bescheid\b|"
    r"¿?(?:te gustaría|quieres) que (?:lo |la )?(?:ajuste|adapte|cambie|haga)\b|avísame si\b"
)
"""How a chat tool goes on after the script."""

_PERFORMED = (
    r"(?:soft|gentle|calm|calming|soothing|quiet|ambient|background|relaxing|peaceful|instrumental|intro|outro|nature|ocean|light|"
    r"slow|warm|meditative|opening|closing|leise|sanfte|ruhige|suave)\w*"
)
_AUDIBLE = (
    r"(?:music|sounds?|sfx|audio|soundscape|drums?|waves|rain|birds\w*|birdsong|piano|flute|harp|strings|drone|"
    r"wind chimes|musik|klänge|música|sonidos?)"
)

STAGE_WORDS = (
    rf"{_PERFORMED}[, ]+(?:\w+ )?(?:{_AUDIBLE}|tone|voice)"
    rf"|(?:the )?{_AUDIBLE} (?:begins?|fades?|plays?|starts?|stops?|swells?|continues?|rises?|ends?|of)\b"
    r"|(?:fade|fades|fading) (?:in|out)\b|sound effects?\b|cue (?:music|sound)|end of (?:script|meditation|session|recording)"
    r"|(?:speak|say|read|said|spoken|whisper\w*|voice)\b.{0,24}\b(?:slow\w*|soft\w*|gent\w*|calm\w*|quiet\w*|tone|voice)"
    r"|(?:ring|strike|sound) (?:the|a) .{0,20}\b(?:bell|bowl|gong|chime)"
    r"|.{0,40}\b(?:the listeners?|listeners|participants?|the students?|students|the audience)\b"
)
"""First words of parentheses that direct a performer; such a whole line is not speech."""

STAGE_LINES = (
    rf"(?:(?:the|{_PERFORMED}),? (?:and )?){{0,4}}{_AUDIBLE} (?:\w+ly )?(?:begins?|fades?|fading|plays?|playing|starts?|stops?|swells?|"
    r"continues?|rises?|ends?|in the background|under|out|up|down|in|im hintergrund|de fondo|wird|endet)\b(?! (?:your|of your|you))"
    rf"|(?:(?:the|{_PERFORMED}),? (?:and )?){{1,4}}{_AUDIBLE}$"
    r"|(?:fade|fades|fading) (?:in|out)\b|fade (?:to|music)\b|(?:sfx|sound effects?|cue|insert|play|add|layer in) ?:? (?:the |a |some )?(?:\w+ ){0,2}"
    r"(?:music|sounds?|sfx|audio|chimes?|bells?|gong|soundscape)\b"
    r"|insert\b|repeat(?: this)?(?: (?:x ?\d{1,2}|\d{1,2} ?x|\w{1,6} (?:more )?times?|twice|once(?: more)?))?$|"
    r"(?:smiles|laughs|chuckles|sighs|whispers|inhales|exhales|clears (?:his |her |their )?throat)(?: \w+ly)?$"
    r"|(?:sources?|credits?|photo|image): ?\w"
    r"|note(?: to (?:the )?\w+)?:|voice (?:softens|slows|lowers|drops|becomes|fades|gentle|calm|soft)\b"
    r"|(?:speak|read|say|spoken|whisper(?:ed)?|deliver) (?:\w+ )?(?:(?:very |more )?(?:slowly|softly|gently|calmly|quietly)|in an? \w+)(?:$|\W)"
)
"""Words that direct a performer wherever they stand in a group, and on a line in italics."""

PLAIN_STAGE_LINES = (
    rf"(?:(?:the|{_PERFORMED}),? (?:and )?){{0,4}}(?:music|sfx|sound effects?|audio|musik|música) (?:\w+ly )?"
    r"(?:begins?|fades?|fading|plays?|playing|starts?|stops?|swells?|continues?|ends?|in the background|out|in)\b"
    r"|fade (?:in|out|to)\b"
    rf"|(?:the )?(?:{SPEAKERS}) (?:\w+ly )?(?:rings?|strikes?|sounds?) (?:the |a )?(?:bell|gong|bowl|chime)s?\b"
)
"""The same on a line without any marks."""

_MANNER = r"(?:very |more |even )?(?:soft|gentle|slow|quiet|warm|calm|tender|kind|soothing|light|deep|low|hushed|steady)(?:ly)?"
PERFORMING = (
    rf"(?:in an? )?{_MANNER}(?:(?:,| and|, and) {_MANNER})*(?: (?:voice|tone|pace|whisper))?"
    r"|whisper(?:s|ing|ed)?|smil(?:es?|ing)|sighs?|(?:laughs?|chuckles?|sighs?) softly|laughs?|chuckles|breathes|pauses|(?:inhales|exhales|breathes)(?: (?:audibly|deeply|slowly|softly))?"
    r"|(?:con )?(?:una )?voz (?:\w+ )?(?:suave|tranquila|baja|calmada|lenta)(?: y \w+)?|en voz baja|en un susurro|susurrando"
    r"|(?:mit |in )?(?:sehr )?(?:leiser?|sanfter?|ruhiger?|weicher?),?(?: (?:und )?\w+r?)? stimme|flüsternd|leise"
    r"|with (?:warmth|a smile|care|compassion)|v\.?o\.?|cont'?d\.?|off[- ]?screen|o\.?s\.?"
)
"""How or what somebody performs, as the whole of a group before the words."""

BLOCK_TAGS = frozenset(
    "p br hr div li ul ol dl dt dd tr td th table tbody thead h1 h2 h3 h4 h5 h6 section article header footer main center "
    "blockquote pre speak s paragraph sentence summary details html body head".split()
)
"""Tags that part words."""

INLINE_TAGS = frozenset(
    "a abbr b big cite code del em emphasis font i img ins kbd lang mark phoneme prosody q say-as small span strong strike sub "
    "sup tt u var voice w meta link amazon:effect amazon:domain mstts:express-as".split()
)
"""Tags that only dress words."""
