"""Record -> Extractions by asking a model: off unless a person names an endpoint, and never believed without words.

The rooms, in the order in which a record goes through them: `fields` and `shapes` (what is asked), `question` (what is
sent), `endpoint` (the line), `answer` (what came back), `quotes`, `names` and `proof` (whether it holds), `checking`
(what is kept, and what was dropped and why), `extractor` (all of it, behind the protocol of the rules).
"""

from .checking import Tally
from .endpoint import Endpoint
from .extractor import ModelExtractor
from .faults import EndpointError, ModelError

__all__ = ["Endpoint", "EndpointError", "ModelError", "ModelExtractor", "Tally"]
