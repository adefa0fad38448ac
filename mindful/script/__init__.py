"""The script language: text in, values out. Pure; what a sentence sounds like is not known here."""
