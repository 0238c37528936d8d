"""Kaplan and Meier's estimate where nobody is censored, with pointwise 95 % intervals.

Everyone in a series of metastases has had the event, so the estimate is the share of those whose time is longer, and
Greenwood's variance is that of a binomial share. The limits are those of the log-minus-log scale (Kalbfleisch and
Prentice, The Statistical Analysis of Failure Time Data, 2nd ed., 1.4), which stay between 0 and 1; the median's are
Brookmeyer and Crowley's (Biometrics 1982;38:29-41).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

Z = 1.959963984540054
"""The 97.5th percentile of the normal distribution."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The curve from one time on, until the next: `at_risk` just before it, `without` the share left just after it.

    The limits are None where there are none: after the last event.
    """

    time: float
    at_risk: int
    events: int
    without: float
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Median:
    """The earliest time at which half have had the event or more; a limit is None where the data do not reach it."""

    time: float
    lower: float | None
    upper: float | None


def kaplan_meier(times: Iterable[float]) -> tuple[Step, ...]:
    """The steps of the curve, one a distinct time, the earliest first; no time gives no step."""
    events = Counter(times)
    n = left = events.total()
    steps = []
    for time in sorted(events):
        at_risk, left = left, left - events[time]
        lower, upper = _limits(left, n)
        steps.append(Step(time=time, at_risk=at_risk, events=events[time], without=left / n, lower=lower, upper=upper))
    return tuple(steps)


def _limits(left: int, n: int) -> tuple[float | None, float | None]:
    if not left:
        return None, None
    share = left / n
    width = Z * sqrt((1 - share) / left) / -log(share)
    return share ** exp(width), share ** exp(-width)


def median(steps: Sequence[Step]) -> Median | None:
    """The median of a curve and its 95 % limits: the first times at which the curve and its limits are at 0.5 or below.

    None of no steps. After the last event the interval has no limits, so a limit that is not at 0.5 before is None.
    """
    if not steps:
        return None
    return Median(
        time=next(step.time for step in steps if step.without <= 0.5),
        lower=next((step.time for step in steps if step.lower is not None and step.lower <= 0.5), None),
        upper=next((step.time for step in steps if step.upper is not None and step.upper <= 0.5), None),
    )


def at_risk(times: Iterable[float], at: float) -> int:
    """How many have not had the event before a time."""
    return sum(time >= at for time in times)
