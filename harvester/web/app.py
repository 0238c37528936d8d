"""The page's addresses: a report, the list, and what a person says. Nothing is kept but words in the log."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from flask import Flask, Response, abort, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from .desk import Desk, Step
from .entries import SHOWS
from .guard import Guard
from .sheet import expected, sheet, told
from .words import Refused, spoken

PAGE = 100
"""Reports on a page of the list."""

KEPT = 365 * 24 * 3600
"""Seconds that a browser may keep what the page is drawn with; its address changes with the version."""

Answer = str | tuple[str, int] | AnyResponse


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a person is: what they work through, and where the steps lead from a report."""

    show: str
    search: str
    step: Step

    @property
    def kept(self) -> dict[str, str]:
        """The choice as an address carries it."""
        return {name: value for name, value in (("show", self.show), ("q", self.search)) if value}


def page(desk: Desk, guard: Guard, by: str = "") -> Flask:
    """The application; without `by` each browser is asked for a name."""
    app = Flask(__name__)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = KEPT
    guard.protect(app)
    app.jinja_env.globals.update(
        query=desk.query, shows=SHOWS, told=told, expected=expected(desk.query), address=address
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for name in ("report.html", "list.html", "name.html"):
        app.jinja_env.get_template(name)  # compiled now, so that the first who comes need not wait for it
    room = _Room(desk, guard, by)
    app.before_request(room.ask_name)
    app.context_processor(room.around)
    app.add_url_rule("/", "first", room.first)
    app.add_url_rule("/name", "name", room.name, methods=["GET", "POST"])
    app.add_url_rule("/list", "reports", room.reports)
    app.add_url_rule("/report/<pmid>", "report", room.report)
    app.add_url_rule("/say", "say", room.say, methods=["POST"])
    app.add_url_rule("/evidence.css", "evidence", _evidence)
    return app


def _edition() -> str:
    """Names the state of the files that the page is drawn with."""
    read = (files("harvester.export") / "assets" / "evidence.css", *(files(__package__) / "static").iterdir())
    content = b"".join(one.read_bytes() for one in sorted(read, key=lambda one: one.name))
    return hashlib.sha256(content).hexdigest()[:12]


def _evidence() -> Response:
    """The colours of the fields, which series.html has too."""
    style = files("harvester.export").joinpath("assets/evidence.css").read_text("utf-8")
    return Response(style, mimetype="text/css", headers={"Cache-Control": f"max-age={KEPT}"})


class _Room:
    """The addresses, with what they share."""

    def __init__(self, desk: Desk, guard: Guard, by: str) -> None:
        self._desk = desk
        self._guard = guard
        self._by = by

    # ----------------------------------------------------------------------------------------------------- who it is

    def ask_name(self) -> AnyResponse | None:
        """Nobody looks or speaks without a name, and where there is a password not without it."""
        if request.endpoint in ("static", "evidence", "name"):
            return None
        if not self._guard.password and not session.get("by") and self._by:
            session["by"] = self._by
        return None if session.get("by") else redirect(url_for("name"))

    def name(self) -> Answer:
        """Ask for the name, and where it is needed the password."""
        problem = ""
        if request.method == "POST":
            name = " ".join(request.form.get("by", "").split())
            if self._guard.password and not self._guard.lets_in(request.form.get("password", "")):
                problem = "This is not the password."
            elif not name or name.startswith("rule:"):
                problem = "Your name is needed: the log says who said what."
            else:
                session["by"] = name[:80]
                return redirect(url_for("first"))
        asked = render_template("name.html", problem=problem, password=bool(self._guard.password), by=self._by)
        return (asked, 422) if problem else asked

    def around(self) -> dict[str, Any]:
        """What every page says: who checks, how much waits, when the files were written."""
        counts = self._desk.counts() if session.get("by") else Counter[str]()
        return {
            "by": session.get("by", ""),
            "waiting": counts["waiting"],
            "included": counts["included"],
            "looked_at": counts["looked at"],
            "written_at": self._desk.written_at,
            "unsettled": self._desk.unsettled,
            "trouble": self._desk.trouble,
        }

    # -------------------------------------------------------------------------------------------------------- looking

    def first(self) -> Answer:
        """The first report that waits, or the list where none does."""
        self._desk.up_to_date()
        place = self._place("")
        if place.step.after:
            return redirect(address(place.step.after, place.kept))
        return redirect(url_for("reports", show="all"))

    def reports(self) -> Answer:
        """The list of a choice, a page of it."""
        self._desk.up_to_date()
        place = self._place("")
        start = max(0, request.args.get("start", 0, type=int))
        shown = self._desk.shown(place.show, place.search, slice(start, start + PAGE))
        return render_template("list.html", place=place, shown=shown, start=start, size=PAGE)

    def report(self, pmid: str) -> Answer:
        """One report."""
        self._desk.up_to_date()
        return self._sheet(pmid)

    def _sheet(self, pmid: str, problem: str = "", entered: Mapping[str, str] | None = None) -> str:
        if self._desk.record(pmid) is None:
            abort(404, f"{pmid} is no report of this series")
        shown = sheet(pmid, self._desk.look(pmid))
        mine = (one for one in shown.log if one.by == session["by"])
        return render_template(
            "report.html",
            place=self._place(pmid),
            sheet=shown,
            written=next((one for one in mine if one.at.isoformat() == request.args.get("told")), None),
            entry=self._desk.entry(pmid),
            problem=problem,
            entered=entered or request.args,
        )

    def _place(self, pmid: str) -> Place:
        """What is worked through, and the steps from a report; from none the next is the first."""
        asked = request.values
        show = asked.get("show", "waiting")
        search = asked.get("q", "")
        return Place(show=show, search=search, step=self._desk.step(show, search, pmid, session["by"]))

    # ------------------------------------------------------------------------------------------------------- speaking

    def say(self) -> Answer:
        """Write down one word, or say why not; then the report again, with what has become of it."""
        form = request.form
        pmid = form.get("pmid", "")
        if self._desk.record(pmid) is None:
            abort(404, f"{pmid} is no report of this series")
        looked = self._desk.look(pmid)
        try:
            words = spoken(form, looked, self._desk, session["by"], datetime.now(UTC))
        except Refused as error:
            return self._sheet(pmid, str(error), form), 422
        unseen = self._desk.say(words.decision, words.seen)
        if unseen:
            return self._sheet(pmid, _overtaken(unseen), form), 409
        kept = {name: form[name] for name in ("show", "q") if form.get(name)}
        # The page that follows reads what it tells from the log, so it tells what was really written.
        kept["told"] = words.decision.at.isoformat()
        return redirect(address(words.pmid or pmid, kept, words.anchor))


def address(pmid: str, kept: Mapping[str, str], anchor: str = "") -> str:
    """The address of a report within what is worked through."""
    return url_for("report", _anchor=anchor or None, _external=False, _method=None, _scheme=None, pmid=pmid, **kept)


def _overtaken(unseen: tuple[Any, ...]) -> str:
    said = "; ".join(f"{one.by} at {one.at:%H:%M:%S} UTC: {told(one)}" for one in unseen)
    return f"Yours was not written, for somebody spoke since you opened this. {said}. Look, and say it again."
