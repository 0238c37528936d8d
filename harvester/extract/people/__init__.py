"""The own patients of a report: how many, of which age and sex, and which sentence speaks of whom."""
