"""Record -> Extractions: what a report says of each of its own patients, every value with the words that prove it.

The rooms, in the order in which a report is read. A room sees those before it, never those behind it.

1. `text`: words and sentences, numbers and times, and what is denied, doubted or of the family.
2. `people`: how many patients the report has of its own, who they are, and of whom a sentence speaks.
   `spine`: vertebral levels, and what only looks like one.
3. `origin`: where the tumour came from, and whether the lesion is a metastasis to the query's target.
4. `story`: the episodes of a history, what happened when, the interval and the follow-up.
5. `lesion`: diagnosis, place, presentation, treatment and outcome. `known`: how many cases were known.

`extractor` walks through them for one record.
"""

from .extractor import RULES, Extractor

__all__ = ["RULES", "Extractor"]
