"""Reminders that can be trusted: rules, phrases, decisions and calendars; the ledger, the service and delivery.

`rules`, `phrases`, `places`, `decisions`, `ics` and its `observances` are pure: no clock, no disk, no process.
"""
