// series.html: sort by a column, find rows, and show the words of a value in the text they stand in. Needs no network.
"use strict";

const { texts, words } = JSON.parse(document.getElementById("data").textContent);
const table = document.querySelector("table");
const body = table.tBodies[0];
const panel = document.getElementById("words");
const heads = [...table.tHead.rows[0].cells];

// ----------------------------------------------------------------------------------------------------- what is shown

function make(name, attributes, ...children) {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...children);
  return made;
}

// Spans count code points; a string's index counts the halves of an emoji apart.
function marked(text, spans, field) {
  const points = [...text];
  const shown = make("p", { id: "text" });
  let at = 0;
  for (const [start, end] of spans) {
    shown.append(points.slice(at, start).join(""));
    if (end > at) shown.append(make("mark", { className: `lit f-${field}` }, points.slice(Math.max(at, start), end).join("")));
    at = Math.max(at, end);
  }
  shown.append(points.slice(at).join(""));
  return shown;
}

function show(cell) {
  const { id } = cell.parentElement;
  const { field } = heads[cell.cellIndex].dataset;
  for (const one of body.querySelectorAll(".here")) one.classList.remove("here");
  cell.classList.add("here");
  const value = cell.textContent;
  panel.replaceChildren(make("h2", {}, `${field}: ${value}`), make("p", { className: "quiet" }, id));
  for (const [report, other, by, ...places] of words[id][field]) {
    const { pmid, called, text } = texts[report];
    const spans = places.reduce((pairs, place, n) => (n % 2 ? pairs[pairs.length - 1].push(place) : pairs.push([place]), pairs), []);
    spans.sort((one, two) => one[0] - two[0]);
    const name = /^\d+$/.test(pmid)
      ? make("a", { href: `https://pubmed.ncbi.nlm.nih.gov/${pmid}/`, rel: "noreferrer" }, `PMID ${pmid}`)
      : pmid;
    panel.append(
      make("p", {}, `${called}, `, name, other ? `: ${other}` : "", by ? `, ${by}` : ""),
      spans.length ? marked(text, spans, field) : make("p", { className: "quiet" }, "Without words of the abstract."),
    );
  }
  const lit = panel.querySelector("mark");
  if (lit) lit.scrollIntoView({ block: "nearest" });
}

body.addEventListener("click", (event) => {
  const button = event.target.closest("td button");
  if (button) show(button.parentElement);
});

for (const row of body.rows) {
  const proved = words[row.id] || {};
  for (const cell of row.cells) {
    const { field } = heads[cell.cellIndex].dataset;
    if (!field || !proved[field]) continue;
    const button = make("button", { type: "button", title: "Show its words" }, cell.textContent);
    cell.classList.add(`f-${field}`);
    cell.replaceChildren(button);
  }
}

// ------------------------------------------------------------------------------------------------- sorting and finding

const compare = new Intl.Collator("en", { numeric: true }).compare;

function sort(head) {
  const down = head.getAttribute("aria-sort") === "ascending";
  for (const one of heads) one.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const at = head.cellIndex;
  const key = (row) => row.cells[at].textContent;
  // What is not stated comes last, whichever way the rest is sorted.
  const sorted = [...body.rows].sort((one, two) => {
    const [left, right] = [key(one), key(two)];
    if (!left || !right) return Number(!left) - Number(!right);
    return down ? compare(right, left) : compare(left, right);
  });
  body.append(...sorted);
}

for (const head of heads) {
  const button = make("button", { type: "button", title: "Sort" }, head.firstChild.textContent);
  head.firstChild.replaceWith(button);
  button.addEventListener("click", () => sort(head));
}

const count = document.getElementById("count");
document.getElementById("find").addEventListener("input", (event) => {
  const wanted = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of body.rows) {
    const text = row.textContent.toLowerCase();
    row.hidden = !wanted.every((word) => text.includes(word));
    shown += Number(!row.hidden);
  }
  count.textContent = `${shown} of ${body.rows.length} patients`;
});
