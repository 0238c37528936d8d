"""The extractor that asks a model, in the place of the one that follows rules (`records.Extracts`)."""

from __future__ import annotations

from harvester.records import Extraction, Query, Record

from .answer import claims
from .checking import Checker, Tally
from .endpoint import Endpoint
from .faults import EndpointError, ModelError
from .question import question


class ModelExtractor:
    """Asks a model at an endpoint for one record at a time; what it says counts where its words stand in the text.

    `tally` tells what became of all values so far. ModelError is of one record, EndpointError of all.
    """

    def __init__(self, query: Query, model: str, endpoint: Endpoint) -> None:
        if not model.strip():
            raise EndpointError("--model names no model; the endpoint knows which it has")
        self.model = model.strip()
        self.endpoint = endpoint
        self.tally = Tally()
        self._checker = Checker(query, self.model)

    def extract(self, record: Record) -> tuple[Extraction, ...]:
        """The values that the model gave and that hold; nothing is sent of a record that has no text.

        An answer of which not one value holds is an error: it is no sign that the report states nothing.
        """
        if not record.text.strip():
            return ()
        body = self.endpoint.ask(question(self.model, self._checker.fields, record.text), record.pmid)
        where = f"PMID {record.pmid}: {self.model} at {self.endpoint.url}"
        try:
            given = claims(body, where, record.pmid)
        except ModelError as error:
            raise ModelError(self.endpoint.redact(str(error)), pmid=record.pmid) from None
        found = self._checker.check(record, given, self.tally)
        if given and not found:
            raise ModelError(
                f"{where}: none of the {len(given)} values it gave holds against the text; ask another model",
                pmid=record.pmid,
            )
        return found
