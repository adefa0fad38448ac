"""Written words -> sentences, and the words that an engine may be given. Pure."""
