"""The boxes of the flow diagram, for people and for programs."""

from __future__ import annotations

from typing import Any

import msgspec

from ..records import Flow, Series


def boxes(series: Series) -> dict[str, int]:
    """The boxes of the flow diagram as the terminal names them."""
    flow = series.flow
    return {
        "identified": flow.identified,
        **({f"  {source}": count for source, count in flow.sources.items()} if len(flow.sources) > 1 else {}),
        "duplicates": flow.duplicates,
        "refused (unreadable)": flow.refused,
        "missing": flow.missing,
        "deleted": flow.deleted,
        "screened": flow.screened,
        **{f"excluded: {reason}": count for reason, count in flow.excluded.items()},
        "unsure (wait for a person)": flow.unsure,
        "included reports": flow.included_reports,
        "included patients": flow.included_patients,
        **_standings(flow),
    }


def flow_json(flow: Flow) -> dict[str, Any]:
    """The boxes as JSON, with those that follow from others."""
    return {
        "identified": flow.identified,
        **msgspec.to_builtins(flow),
        "active_patients": flow.active_patients,
    }


def _standings(flow: Flow) -> dict[str, int]:
    """What is not as it was published, where there is any: the counts with and without it."""
    if not (flow.retracted_patients or flow.concern_patients):
        return {}
    return {
        "of them active": flow.active_patients,
        "of them under concern": flow.concern_patients,
        "of them retracted": flow.retracted_patients,
    }
