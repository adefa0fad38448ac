"""One module for each revision; its name begins with the revision's number."""
