"""Records and cases -> Decisions that two are the same, and the clusters that follow from them.

Nothing is merged and nothing deleted here: a link is a decision, and taking it back is one more decision. The method is
record linkage as usual: block, compare, veto and doubt before evidence, then a probability (Fellegi and Sunter 1969). A
`yes` is what the rule stands behind without a reader; an `unsure` waits for a person.

The rooms, in the order of the method. What both share: `subjects` (how a pair is written), `words` (text for
comparing), `evidence` (weights, and the probability that follows), `matches` (what a rule found, as decisions). The
same report: `citation` (what a record is compared by), `titles`, `notices` and `venues` (its parts), `report_blocks`
(which pairs are compared), `title_agreement` and `report_evidence` (what speaks for one report), `report_vetoes`
(what keeps two apart or takes a person), `reports` (all of it). The same patient: `facts` (what a case is compared
by), `ages`, `blocks`, `case_evidence`, `comparison` (vetoes and a verdict), `twins` (the cases of two reports that
are one), `cases` (all of it), `cohorts` (series that overlap). And `standing`: whose word counts, and the clusters.
"""
