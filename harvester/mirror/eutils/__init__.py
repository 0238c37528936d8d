"""The mirror's E-utilities with NCBI's layouts, limits and literal errors; one module a utility.

The layouts and literals are those of NCBI's DTDs and of answers observed between 2022 and 2026.
"""

from .faults.table import FAULTS
from .history import CEILING
from .limits import Rates
from .service import HISTORY_SECONDS, create_app

__all__ = ["CEILING", "FAULTS", "HISTORY_SECONDS", "Rates", "create_app"]
