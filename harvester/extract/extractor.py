"""One record read room by room: who is told of, then each person's tumour, lesion, treatment and course."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from harvester.records import Extraction, Query, Record

from .known import counts
from .lesion import compartments, diagnoses, outcomes, presentations, treatments
from .origin import origins
from .origin.origins import Origin
from .people import ages, groups, headcount, patients, voices
from .people.patients import People, Person
from .spine import levels
from .story import courses, episodes, persons
from .text import assertion
from .text.reading import Finding, Pieces, Reading
from .text.vocabulary import Kinds, Matcher

__all__ = ["RULES", "Extractor"]

RULES = "1"
"""The version of the rules, kept with every value that they give."""

_ROOMS = (
    *(ages, assertion, compartments, counts, courses, diagnoses, episodes, headcount, levels, origins),
    *(outcomes, patients, presentations, treatments, voices),
)


class Extractor:
    """Reads records with one query's vocabulary, which is compiled once."""

    def __init__(self, query: Query) -> None:
        self._query = query
        self._matcher = Matcher(_kinds(query))

    def extract(self, record: Record) -> tuple[Extraction, ...]:
        """The values of a record: case 0 is the report or the whole group, 1 to n its own patients as described."""
        reading = Reading(record, self._matcher)
        return tuple(
            finding.extraction(reading.text, record.pmid, case, RULES)
            for case, finding in self._findings(reading)
            if finding.places
        )

    def _findings(self, reading: Reading) -> Iterator[tuple[int, Finding]]:
        people = patients.people(reading)
        if people.size:
            yield 0, people.size
        for finding in counts.find(reading):
            yield 0, finding
        given: set[tuple[int, str]] = set()
        for person in people.persons:
            for finding in self._person(reading, person):
                given.add((person.number, finding.field))
                yield person.number, finding
        told = [person.number for person in people.persons if person.pieces]
        for finding in self._treated_alike(reading, people) if len(told) > 1 else ():
            yield from ((which, finding) for which in told if (which, finding.field) not in given)
        if people.size is None or not told:
            for finding in self._group(reading, people):
                yield 0, finding
        elif len(told) > 1 and not any(field == self._query.target.field for _, field in given):
            yield from self._some(reading, people)
        untold = [person.number for person in people.persons if not person.pieces]
        for finding in self._of_all(reading, people) if untold else ():
            for which in untold:
                yield which, finding
        alike = len({person.sex for person in people.persons}) == 1 and not groups.mixed(reading, people)
        if alike and len(untold) == len(people.persons):
            # No one knows whose the first listed level is; where nothing tells the patients apart, none is wrong.
            yield from zip(untold, levels.of_each(reading, people.own, len(untold)), strict=False)

    def _person(self, reading: Reading, person: Person) -> Iterator[Finding]:
        target = self._query.target
        origin = origins.of_one(reading, person.pieces, target)
        story = episodes.Story(reading, person.pieces, origin, target)
        yield from persons.find(reading, person, story, origin)
        if not person.pieces:
            return
        yield from self._tumour(reading, person.pieces, origin, story, person.share)
        yield from levels.find(reading, person.pieces, person.share)
        yield from presentations.find(reading, person.pieces, story)
        yield from compartments.find(reading, person.pieces, story, person.share)
        yield from treatments.find(reading, person.pieces, story, person.share)
        yield from courses.find(reading, person.pieces, story, metastatic=origin.verdict == "yes", share=person.share)
        yield from outcomes.find(reading, person.pieces, story, origin)

    def _tumour(
        self,
        reading: Reading,
        pieces: Pieces,
        origin: Origin,
        story: episodes.Story | None = None,
        share: tuple[int, int] = (1, 1),
    ) -> Iterator[Finding]:
        mixed = origin.rule == origins.MIXED
        yield from diagnoses.find(reading, pieces, self._query.vocabulary.diagnosis, story, mixed=mixed)
        if origin.verdict:
            yield Finding(self._query.target.field, origin.verdict, origin.proof, origin.rule)
        yield from origins.find_site(reading, pieces, origin, self._query.target, share)

    def _group(self, reading: Reading, people: People) -> Iterator[Finding]:
        """What is told of a whole series, or of the subject of a report without own patients."""
        origin = self._of_whole(reading, people)
        if groups.mixed(reading, people):
            origin = origin._replace(verdict="unclear" if origin.verdict else "", rule=origins.MIXED)
        yield from self._tumour(reading, people.own, origin)

    def _some(self, reading: Reading, people: People) -> Iterator[tuple[int, Finding]]:
        """Where the target is told of some of the patients and nobody knows of which, a person must look."""
        if not any(reading.has("target", *one) for one in reading.partial):
            return
        origin = self._of_whole(reading, people)
        if origin.verdict in ("yes", "unclear"):
            yield 0, Finding(self._query.target.field, "unclear", origin.proof, origins.MIXED)

    def _of_all(self, reading: Reading, people: People) -> Iterator[Finding]:
        """What the title and the sentence that counts them say of all patients holds for each of them."""
        if groups.mixed(reading, people):
            return
        about = groups.about(reading, people)
        origin = origins.of_each(reading, about, self._query.target)
        settled = origin.verdict == "yes" or origin.rule == origins.HOME
        found = list(self._tumour(reading, about, origin if settled else origin._replace(verdict="")))
        at_home = any(one.field == "primary_site" and one.value == self._query.target.name for one in found)
        if at_home and not settled and self._of_whole(reading, people).rule == origins.SOME:
            # The tumour of some patients came from elsewhere: then nobody's site is that of all.
            found = [one for one in found if not one.field.startswith("primary_site")]
        yield from found
        clauses = groups.said_of_all(reading, people)
        pieces = tuple(sorted({*about, *clauses}))
        story = episodes.Story(reading, pieces, origin, self._query.target)
        yield from compartments.find(reading, pieces, story)
        yield from presentations.find(reading, clauses, story)
        yield from treatments.of_all(reading, pieces, story, len(people.persons))
        yield from outcomes.of_all(reading, clauses, story, len(people.persons))

    def _of_whole(self, reading: Reading, people: People) -> Origin:
        """Where the tumours of a whole series came from."""
        return origins.of_group(reading, people.own, groups.about(reading, people), self._query.target)

    def _treated_alike(self, reading: Reading, people: People) -> Iterator[Finding]:
        """The treatment that a series gives of all its patients, for those who are told of one by one as well."""
        clauses = tuple(one for one in groups.said_of_all(reading, people) if reading.has("treatment", *one))
        titled = treatments.titled(reading)
        if (clauses or titled) and not groups.mixed(reading, people):
            pieces = tuple(sorted({*groups.about(reading, people), *clauses}))
            story = episodes.Story(
                reading, pieces, origins.origin(reading, pieces, self._query.target), self._query.target
            )
            yield from treatments.of_all(reading, tuple(sorted({*titled, *clauses})), story, len(people.persons))


def _kinds(query: Query) -> Kinds:
    """Every word list of the rooms and of the query, as one."""
    kinds: dict[str, Mapping[str, tuple[str, ...]]] = {
        "diagnosis": query.vocabulary.diagnosis,
        "other_diagnosis": query.vocabulary.other_diagnosis,
        "primary_site": query.vocabulary.primary_site,
        "target": {query.target.name: query.target.terms},
    }
    for room in _ROOMS:
        kinds |= room.CUES
    return kinds
