"""Measurements and drills: each says how to run it, and prints what the notes and docs/measured.md quote."""
