"""The log of practice: sessions, practice days, statistics, and exchange with other programs."""
