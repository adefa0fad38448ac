"""A script -> the cues of one take, every silence explicit. Pure."""
