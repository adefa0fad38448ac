"""Long jobs, run by hand: each prints a table, and exits with 1 where something is not as promised."""
