"""Words of a report: sentences and mentions, phrases, numbers, times, and assertion (what is denied or doubted)."""
