"""The words of labels and headings around speech: who speaks, what a part is, what is a note. Data only."""

from __future__ import annotations

SPEAKERS = (
    "(?-i:ALL|GROUP|EVERYONE)|instructor|guide|narrator|narration|teacher|speaker|voice|voice[- ]?over|vo|host|facilitator|therapist|leader|coach|"
    "practitioner|meditation (?:guide|teacher|leader)|guided voice|female voice|male voice|announcer|moderator|presenter|"
    "hypnotherapist|hypnotist|yoga teacher|meditator|student|participant|sprecher(?:in)?|lehrer(?:in)?|stimme|anleitung|"
    "narrador|narradora|guía|instructora?|profesora?|voz"
)
"""Labels before speech that name who speaks; dropped."""

SPEECH_LABELS = "script|spoken(?: text| words)?|say|speech|speak|read aloud|audio script|narration text|instructions?|guidance|dialogue|text|sprechtext|gui[oó]n"
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
    "(?:(?:estimated|approx(?:imate|\\.)?|total|recommended|suggested|read(?:ing)?|speaking|run(?:ning)?|session|target|expected) )*"
    "(?:duration|length|run ?time|time|dauer|länge|duración)"
)

NOTE_LABELS = (
    _DURATION_LABELS + "|tone|pace|pacing|mood|(?:suggested |background |recommended )?music(?: suggestions?)?|"
    "background(?: (?:music|sounds?|audio))?|sound(?:s|scape| effects?| design)?|sfx|audio|word count|(?:target |intended )?audience|"
    "level|difficulty|theme|topic|objectives?|purpose|goals?|"
    "(?:author'?s? |production |recording |teacher'?s? |facilitator |safety )?notes?|notes? (?:to|for) (?:the )?\\w+|title|subtitle|format|materials?(?: needed)?|"
    "equipment|props|keywords|tags|style|author|(?:written |created )?by|voice (?:tone|style|actor|direction)|delivery|"
    "scene|setting|set-?up|best (?:for|with|enjoyed|experienced)(?: [^:]{1,20})?|ideal for|perfect for|language|version|date|file|series|episode|tips?(?: [^:]{1,30})?|optional|disclaimer|warning|titre|durée|niveau|titel|ton|musik|hinweise?|zielgruppe|título|tono|música|objetivo|notas?|[a-z]{0,12}hinweise?"
)
"""Labels of lines that describe the script: anywhere when in bold or italics, else before the first speech."""

NOTE_LABELS_AT_THE_HEAD = "voice|speaker|sprecher(?:in)?|stimme|narradora?|locutora?|voz|voce|voix|narrator|guide|host|presenter|reader|producer|artist|album|(?:read|narrated|led|guided|recorded|hosted) by|for|source|credits?|type|category|focus|technique|benefits|instructor|position|environment|time (?:needed|required)|(?:what )?you(?:'ll| will)? need|needed|preparation time|ages?(?: group)?|group size|participants|props?|setting|volume|voice (?:talent|over artist)|written|kind|class|timer|status|draft|revision|client|script no|id"
"""The same, only before the first speech and when no sentence follows."""

NOTE_LABELS_ANYWHERE = (
    "(?:(?:estimated|approx(?:imate|\\.)?|total|reading|speaking|run(?:ning)?) )*duration|"
    "(?:estimated|total|read(?:ing)?|speaking) (?:reading |speaking |word |run(?:ning)? ?)?(?:time|length|count)|total|(?:approx(?:imate|\\.)? )?word count|length|"
    "(?:production|recording|speaker|reader|reading|general|(?:teacher|facilitator|instructor|editor|author|therapist|clinician|"
    "counsell?or|trainer|coach|leader|narrator|director|parent|guide)'?s?) notes?|disclaimer|"
    "(?:background )?music|sfx|sound effects?|sound fx|sources?|credits?|references?|licen[cs]e|copyright|(?:[a-z]+ )?tips?|homework|take-?home (?:practice|message)"
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
    r"(?:group )?debrief(?:ing)?(?: (?:questions?|prompts?))?|(?:(?:group|class) )?discussion(?: (?:questions?|prompts?|points?|guide))?|journal(?:l?ing)? prompts?|"
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

SOUND_LABELS = "(?:sound|audio|music|visual|light(?:ing)?) cues?|sounds?|audio|fx|ambience|ambient|soundscape|visuals?|video|camera|lights?|lighting|on screen|graphics?"
"""Labels of what is heard or seen beside the words: in capitals, or before words of sound."""

PAGES = (
    r"(?:page|seite|p\.|pg\.?|página|pagina) ?\d{1,3}(?: ?(?:of|/|von|de|di) ?\d{1,3})?|\d{1,3} ?\| ?page"
    r"|(?:approx(?:\.|imately)? |about |~ ?|ca\. )?\d{1,2}[,.]?\d{1,3} words(?: \([^()]{1,40}\))?"
)
"""Lines that count pages or words."""

END_LINES = (
    r"the end|end|(?:the )?end(?: of (?:the )?(?:guided )?(?:script|meditation|session|recording|practice|audio|track|transcript))|"
    r"(?:script|recording|meditation|transcript) ends?(?: here)?|end (?:script|meditation|recording|transcript|audio|scene)|ende(?: der (?:meditation|aufnahme))|fin|fin de la (?:meditación|grabación)"
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
    r"(?:please )?feel free to (?:adjust|customi[sz]e|modify|adapt|tweak|personali[sz]e|edit|change|record|use|let me|reach out|ask)\b"
    r"(?! (?:your|the) (?:position|posture|body|seat|breath))|"
    r"you can (?:now |also )?(?:copy|paste|use|record|feed|save|play|adjust|customi[sz]e|tailor|modify) (?:this|the|it)\b.*\b(?:script|text|"
    r"tool|app|voice|recording|software|generator)\b|"
    r"(?:i )?hope (?:this|it|that) (?:helps|script|is helpful|works|meets|is what)\b|"
    r"if you(?:'d| would)? (?:like|want|prefer|need)(?: (?:it|this|any changes))?,? (?:i|me|a|an|this|the|any|to (?:adjust|change|record|customi[sz]e|modify)|more|"
    r"another)\b.*\b(?:i can|script|version|adjust|customi[sz]e|tailor|let me know|just ask|happy to)\b|"
    r"(?:i )?hope you(?:'ll)? (?:enjoy|like|find|love)(?:ed)? (?:this|it|the|these)\b|(?:just )?(?:say the word|tell me|ask)\b.{0,80}\b(?:version|script|adjust|"
    r"tweaks?|changes?|length|tone)\b|(?:enjoy|happy|good luck)\b[^.!?]{0,60}[.!] (?:please )?(?:let me know|feel free)\b|"
    r"if you (?:tell|share|give|send)\b.*\bi(?:'ll| can| will| could)\b|(?:if you need|need|if there's) anything (?:else|more)\b|"
    r"this (?:\d+-minute )?script (?:is|can|should|takes|runs|was)\b|"
    r"möchtest du,? (?:dass ich|eine)\b|soll ich\b|sag mir bescheid\b|"
    r"¿?(?:te gustaría|quieres) que (?:lo |la )?(?:ajuste|adapte|cambie|haga)\b|avísame si\b"
)
"""How a chat tool goes on after the script."""
