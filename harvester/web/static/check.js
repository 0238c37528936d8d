// The keys of the checking page. Each does what a button or link of the page does; without this file all of them still
// work by mouse, finger and screen reader. A step fetches the next page and puts it in place, so that nothing flashes.
"use strict";

const page = () => document.getElementById("page");
const rows = () => [...document.querySelectorAll(".values tr[data-key]")];
let current = "";

// ------------------------------------------------------------------------------------------------------------- steps

const fetched = new Map();
let steps = 0;

function ahead(address) {
  if (!fetched.has(address)) {
    fetched.set(address, fetch(address, { headers: { Accept: "text/html" } }).then(read));
  }
  return fetched.get(address);
}

async function read(answer) {
  return { address: answer.url, text: await answer.text() };
}

async function go(address, options) {
  const step = ++steps;
  const asked = new URL(address, location.href);
  try {
    const got = options ? await fetch(asked, options).then(read) : await ahead(asked.href);
    fetched.clear();
    if (step !== steps) return;
    show(got, asked.hash);
  } catch {
    const told = document.getElementById("told");
    told.replaceChildren(Object.assign(document.createElement("p"), {
      className: "problem",
      textContent: "No answer: is harvester still running? Nothing was written.",
    }));
  }
}

function show(got, hash) {
  const next = new DOMParser().parseFromString(got.text, "text/html");
  const address = new URL(got.address);
  const place = address.hash || hash;
  address.searchParams.delete("told");
  if (address.pathname !== "/say") history.pushState(null, "", address.pathname + address.search + place);
  page().replaceWith(document.adoptNode(next.getElementById("page")));
  document.title = next.title;
  arrive(place);
}

function arrive(hash) {
  current = "";
  const row = hash.startsWith("#v-") && document.getElementById(hash.slice(1));
  if (row) choose(row);
  else {
    window.scrollTo(0, 0);
    document.getElementById("main").focus({ preventScroll: true });
  }
  describe();
  const after = document.getElementById("after");
  if (after) ahead(after.href);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || link.origin !== location.origin) return;
  if (link.matches(".correct")) {
    event.preventDefault();
    correct(link.closest("tr") || link);
  } else if (!link.hash) {
    event.preventDefault();
    go(link.href);
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog") return;
  event.preventDefault();
  const said = new FormData(form, event.submitter);
  if (form.method === "get") {
    go(`${form.action}?${new URLSearchParams(said)}`);
  } else {
    // A word on a value leaves its reader at the next one; after any other the page begins at its top.
    const button = event.submitter;
    const then = button && button.matches(".confirm, .absent") ? nextKey(button.closest("tr")) : form.id === "correction" ? current : "";
    go(form.action, { method: "POST", body: new URLSearchParams(said) }).then(() => {
      const row = rows().find((one) => one.dataset.key === then);
      if (row) choose(row);
    });
  }
});

window.addEventListener("popstate", () => location.reload());

// ------------------------------------------------------------------------------------------------------------ values

function choose(row) {
  current = row.dataset.key;
  for (const one of rows()) one.classList.toggle("here", one === row);
  light(current);
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function nextKey(row) {
  const next = row && rows()[rows().indexOf(row) + 1];
  return next ? next.dataset.key : row ? row.dataset.key : "";
}

function move(by) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row.dataset.key === current);
  choose(all[Math.min(all.length - 1, Math.max(0, at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by))]);
}

function light(key) {
  let first = null;
  for (const mark of document.querySelectorAll("#text mark")) {
    const lit = key !== "" && mark.dataset.keys.split(" ").includes(key);
    mark.classList.toggle("lit", lit);
    if (lit && !first) first = mark;
  }
  const article = document.querySelector("article");
  if (first && article && article.scrollHeight > article.clientHeight) first.scrollIntoView({ block: "nearest" });
}

document.addEventListener("mouseover", (event) => {
  const row = event.target.closest("tr[data-key]");
  const mark = event.target.closest("#text mark");
  if (row) light(row.dataset.key);
  for (const one of rows()) one.classList.toggle("here", one.dataset.key === current || Boolean(mark && mark.dataset.keys.split(" ").includes(one.dataset.key)));
});

// -------------------------------------------------------------------------------------------------------- correcting

let selected = { quote: "", at: "" };

// Code points before a place of the text: the log counts these, and not the halves of an emoji.
function placeOf(node, offset) {
  const line = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("#text [data-start]");
  if (!line) return null;
  const before = document.createRange();
  before.setStart(line, 0);
  before.setEnd(node, offset);
  return Number(line.dataset.start) + [...before.toString()].length;
}

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return;
  const range = selection.getRangeAt(0);
  const text = document.getElementById("text");
  if (!text || !text.contains(range.commonAncestorContainer)) return;
  const words = range.toString();
  const at = placeOf(range.startContainer, range.startOffset);
  if (at === null || !words.trim()) return;
  selected = { quote: words.trim(), at: String(at + [...words].length - [...words.trimStart()].length) };
});

function correct(of) {
  const { subject, field, value } = of.dataset;
  document.getElementById("subject").value = subject;
  document.getElementById("field").value = field;
  describe();
  const entry = document.getElementById("value");
  document.getElementById("quote").value = selected.quote;
  document.getElementById("at").value = selected.at;
  entry.value = suggested(selected.quote) || value || "";
  entry.focus();
  entry.select();
}

// A number or a name of the list that stands in the selected words; anything else is for the person to write.
function suggested(quote) {
  const option = document.getElementById("field").selectedOptions[0];
  if (option.dataset.what.startsWith("number")) return (quote.match(/\d+(?:\.\d+)?/) || [""])[0];
  const names = option.dataset.names.split("|").filter(Boolean);
  return names.find((name) => name.toLowerCase() === quote.toLowerCase()) || "";
}

function describe() {
  const field = document.getElementById("field");
  if (!field) return;
  const option = field.selectedOptions[0];
  document.getElementById("what").textContent = `(${option.dataset.what})`;
  const names = option.dataset.names.split("|").filter(Boolean);
  document.getElementById("names").replaceChildren(...names.map((name) => new Option(name, name)));
}

document.addEventListener("change", (event) => {
  if (event.target.id === "field") describe();
  if (event.target.id === "keys-on") localStorage.setItem("keys", event.target.checked ? "on" : "off");
});

// -------------------------------------------------------------------------------------------------------------- keys

const press = (selector) => {
  const button = document.querySelector(selector);
  if (button) button.click();
};
const within = (selector) => {
  const row = rows().find((one) => one.dataset.key === current);
  const button = row && row.querySelector(selector);
  if (button) button.click();
};

const KEYS = {
  j: () => press("#after"),
  ArrowRight: () => press("#after"),
  k: () => press("#before"),
  ArrowLeft: () => press("#before"),
  i: () => press('[data-key="i"]'),
  u: () => press('[data-key="u"]'),
  s: () => press('[data-key="s"]'),
  f: () => press('[data-key="f"]'),
  z: () => press('[data-key="z"]'),
  n: () => move(1),
  p: () => move(-1),
  ArrowDown: () => move(1),
  ArrowUp: () => move(-1),
  c: () => within(".confirm"),
  d: () => within(".absent"),
  x: () => within(".correct"),
  e: () => {
    const reasons = document.getElementById("exclude");
    reasons.open = true;
    reasons.querySelector("button").focus();
  },
  "/": () => document.getElementById("q").select(),
  "?": () => document.getElementById("keys").showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.closest("input:not([type=checkbox]), select, textarea, dialog");
  if (event.key === "Escape" && typing) typing.blur();
  if (typing || localStorage.getItem("keys") === "off") return;
  const reasons = document.getElementById("exclude");
  if (reasons && reasons.open && /^[1-9]$/.test(event.key)) {
    event.preventDefault();
    press(`[data-key="e${event.key}"]`);
  } else if (Object.hasOwn(KEYS, event.key)) {
    event.preventDefault();
    KEYS[event.key]();
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("#help")) {
    document.getElementById("keys-on").checked = localStorage.getItem("keys") !== "off";
    document.getElementById("keys").showModal();
  }
});

arrive(location.hash);
