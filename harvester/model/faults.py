"""What can go wrong when a model is asked: of the endpoint, which stops the run, or of one record, which is named."""

from __future__ import annotations

from harvester.errors import HarvesterError, Refused


class EndpointError(HarvesterError):
    """The endpoint cannot be asked at all: no record would fare better, so the run stops."""


class ModelError(Refused):
    """One record was not read; names its PMID. It is never the same as a record that states nothing."""

    def __init__(self, message: str, *, pmid: str) -> None:
        super().__init__("model", message, pmid=pmid)
        self.args = (message,)  # which names the record and who was asked itself
