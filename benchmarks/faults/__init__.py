"""Provokes every fault that NCBI's users have reported, and says what the client did and whether a record was lost.

`python -m benchmarks.faults [ROW...]`. The rows are those of the fault table (docs/faults.md). Each is provoked
over a real socket: a mirror in a process of its own, disturbed by `x-fault`, or a server on a bare socket. A row's
harvest goes into a database of its own; where the client gave up, the same command is repeated, as its message says.
"lost" are records that the mirror holds and the database does not in the end, "doubled" those it holds twice.
Exit status 1 when a row did not go as written here.
"""
