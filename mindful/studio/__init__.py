"""The studio: script file -> finished track, and the plan, the check and the samples that belong to it."""
