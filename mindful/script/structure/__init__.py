"""What the lines of a script are: headings, notes, marks, tags, labels, and the words between them. Pure."""
