"""What to look at in a script: findings with codes, and comments that silence them. Pure."""
