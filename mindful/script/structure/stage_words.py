"""The words of stage directions, and the tags that part or dress words. Data only."""

from __future__ import annotations

from mindful.script.structure.label_words import SPEAKERS

PERFORMED = (
    r"(?:soft|gentle|calm|calming|soothing|quiet|ambient|background|relaxing|peaceful|instrumental|intro|outro|nature|ocean|light|"
    r"slow|warm|meditative|opening|closing|leise|sanfte|ruhige|suave)\w*"
)

AUDIBLE = (
    r"(?:music|sounds?|sfx|audio|soundscape|drums?|waves|rain|birds\w*|birdsong|piano|flute|harp|strings|drone|"
    r"wind chimes|musik|klänge|música|sonidos?)"
)

STAGE_WORDS = (
    rf"{PERFORMED}[, ]+(?:\w+ )?(?:{AUDIBLE}|tone|voice)"
    rf"|(?:the )?{AUDIBLE} (?:begins?|fades?|plays?|starts?|stops?|swells?|continues?|rises?|ends?|of)\b"
    r"|(?:fade|fades|fading) (?:in|out)\b|sound effects?\b|cue (?:music|sound)|end of (?:script|meditation|session|recording)"
    r"|(?:speak|say|read|said|spoken|whisper\w*|voice)\b.{0,24}\b(?:slow\w*|soft\w*|gent\w*|calm\w*|quiet\w*|tone|voice)"
    r"|(?:ring|strike|sound|invite) (?:the |a )?(?:\w+ ){0,2}\b(?:bell|bowl|gong|chime)"
    r"|.{0,40}\b(?:the listeners?|listeners|participants?|the students?|students|the audience)\b"
)
"""First words of parentheses that direct a performer; such a whole line is not speech."""

STAGE_LINES = (
    rf"(?:(?:the|{PERFORMED}),? (?:and )?){{0,4}}{AUDIBLE} (?:\w+ly )?(?:begins?|fades?|fading|plays?|playing|starts?|stops?|swells?|"
    r"continues?|rises?|ends?|in the background|under|out|up|down|in|im hintergrund|de fondo|wird|endet)\b(?! (?:your|of your|you))"
    rf"|(?:(?:the|{PERFORMED}),? (?:and )?){{1,4}}{AUDIBLE}$"
    r"|(?:fade|fades|fading) (?:in|out)\b|fade (?:to|music)\b|(?:sfx|sound effects?|cue|insert|play|add|layer in) ?:? (?:the |a |some )?(?:\w+ ){0,2}"
    r"(?:music|sounds?|sfx|audio|chimes?|bells?|gong|soundscape)\b"
    r"|demonstrates?\b|dim (?:the )?lights?\b|turn (?:on|off|down|up) (?:the )?(?:lights?|music|audio)\b|hand out\b|distribute\b|make eye contact\b"
    r"|insert\b|repeat(?: this)?(?: (?:x ?\d{1,2}|\d{1,2} ?x|\w{1,6} (?:more )?times?|twice|once(?: more)?))?$|(?:[x\u00d7] ?\d{1,2}|\d{1,2} ?[x\u00d7])$|"
    r"(?:smiles|laughs|chuckles|sighs|whispers|inhales|exhales|clears (?:his |her |their )?throat)(?: \w+ly)?$"
    rf"|(?:the )?(?:{SPEAKERS}|clinician|counsell?or|group leader|reader|trainer|director|producer|editor)(?: note)?: \S"
    r"|(?:sources?|credits?|photo|image): ?\w"
    r"|note(?: to (?:the )?\w+)?:|voice (?:softens|slows|lowers|drops|becomes|fades|gentle|calm|soft)\b"
    r"|(?:speak|read|say|spoken|whisper(?:ed)?|deliver) (?:\w+ )?(?:(?:very |more )?(?:slowly|softly|gently|calmly|quietly)|in an? \w+)(?:$|\W)"
)
"""Words that direct a performer wherever they stand in a group, and on a line in italics."""

PLAIN_STAGE_LINES = (
    rf"(?:(?:the|{PERFORMED}),? (?:and )?){{0,4}}(?:music|sfx|sound effects?|audio|musik|música) (?:\w+ly )?"
    r"(?:begins?|fades?|fading|plays?|playing|starts?|stops?|swells?|continues?|ends?|in the background|out|in)\b"
    r"|fade (?:in|out|to)\b|(?:theme|title|intro|outro) music$|(?:(?:smash |jump )?cut|dissolve|wipe) (?:to|back)(?-i:(?=:)|(?= [A-Z]{3}))"
    r"|(?:(?:smash |jump )?cut|dissolve) to$"
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
    "blockquote pre speak script par seq media summary s paragraph sentence summary details html body head".split()
)
"""Tags that part words."""

INLINE_TAGS = frozenset(
    "a abbr b big cite code del em emphasis font i img ins kbd lang mark phoneme prosody q say-as small span strong strike sub "
    "sup tt u var voice w meta link amazon:effect amazon:domain amazon:auto-breaths amazon:breath mstts:express-as mstts:viseme "
    "bookmark lang token v c".split()
)
"""Tags that only dress words."""
