"""What a bracketed group of words asks for: pauses, bells, breathing, sounds, parts; amounts in words. Pure."""
