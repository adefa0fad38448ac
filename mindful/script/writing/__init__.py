"""Values -> canonical text. Pure."""
