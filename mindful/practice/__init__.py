"""The use case of practice: open what is named, play it, keep the journal, and write what was heard into the log."""
