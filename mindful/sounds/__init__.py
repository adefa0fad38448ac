"""Sounds: clips, bells, soundscapes, and the user's own files. No timeline, no voices."""
