"""Who and what helps when it is hard: the person's own page, and where to find a crisis line."""
