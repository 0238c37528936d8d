"""A history over time: its episodes, its events, the interval and the follow-up."""
