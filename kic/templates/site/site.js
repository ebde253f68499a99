// What the pages can do besides: a menu that opens, tables to sort and to filter, the search. Everything is there
// without it. Nothing is stored, nothing is requested, nobody is told.
"use strict";

const root = document.documentElement;
const german = root.lang === "de";
const words = german
  ? { menu: "Menü", all: "alle", shown: (n, of) => `${n} von ${of} gezeigt`, search: "Suchen in der Liste", light: "Hervorheben" }
  : { menu: "Menu", all: "all", shown: (n, of) => `${n} of ${of} shown`, search: "Search in the list", light: "Highlight" };
root.classList.add("js");

// -- words as they are searched: the twin of kic/core/folding.py, whose letters the index brings ---------------------

let spelled = { ä: "ae", ö: "oe", ü: "ue", ß: "ss", æ: "ae", œ: "oe", ø: "oe", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ς: "σ" };
let dropped = "-\u00ad\u2010\u2011\u200b\u200c\u200d\u2060\ufeff";

function replaced(text) {
  for (const letter in spelled) text = text.replaceAll(letter, spelled[letter]);
  return text;
}

function fold(text) {
  text = replaced(text.normalize("NFC").toLowerCase());
  text = replaced(text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, ""));
  for (const sign of dropped) text = text.replaceAll(sign, "");
  return text.replace(/(?<=[a-z])[*:_·/](?=in(?:nen)?(?![a-z0-9]))/g, "");
}

// Whether two words differ in at most one typing error, as kic.core.folding.slip has it.
function slip(one, other) {
  if (one === other) return true;
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  let same = 0;
  while (same < short.length && short[same] === long[same]) same += 1;
  if (short.length < long.length) return short.slice(same) === long.slice(same + 1);
  if (short.slice(same + 1) === long.slice(same + 1)) return true;
  return long[same] === short[same + 1] && long[same + 1] === short[same] && short.slice(same + 2) === long.slice(same + 2);
}

globalThis.kicFold = fold;

// -- menu -------------------------------------------------------------------------------------------------------------

function menu() {
  const nav = document.getElementById("menu");
  const tools = document.querySelector(".tools");
  if (!nav || !tools) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "toggle";
  button.textContent = words.menu;
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-controls", "menu");
  const open = (wanted) => {
    nav.classList.toggle("open", wanted);
    button.setAttribute("aria-expanded", String(wanted));
  };
  button.addEventListener("click", () => open(!nav.classList.contains("open")));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && nav.classList.contains("open")) {
      open(false);
      button.focus();
    }
  });
  tools.append(button);
}

// -- tables: data-sort gives headings that sort, data-filter a field and a choice for columns with data-pick ---------

function value(cell, kind) {
  const text = cell.textContent.trim();
  if (kind === "date") return cell.querySelector("time")?.dateTime ?? "";
  if (kind !== "number") return text;
  const given = cell.dataset.value ?? (german ? text.replace(/[.\s]/g, "").replace(",", ".") : text.replaceAll(",", ""));
  const number = Number.parseFloat(given.replace(/[^0-9.-]/g, ""));
  return Number.isNaN(number) ? -Infinity : number;
}

function sortable(table) {
  const collator = new Intl.Collator(root.lang, { numeric: true, sensitivity: "base" });
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const each of heads) each.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const kind = head.dataset.kind;
      const keyed = [...table.tBodies[0].rows].map((row) => [value(row.cells[column], kind), row]);
      keyed.sort(([a], [b]) => (kind === "number" ? a - b || 0 : collator.compare(a, b)) * (down ? -1 : 1));
      table.tBodies[0].append(...keyed.map(([, row]) => row));
    });
  });
}

const FEW = 4; // fewer rows are seen at a glance

function filterable(table) {
  const rows = [...table.tBodies[0].rows];
  if (rows.length < FEW) return;
  const folded = new Map(rows.map((row) => [row, fold(row.textContent)]));
  const box = document.createElement("div");
  box.className = "filter";
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", table.dataset.filter);
  const told = document.createElement("p");
  told.setAttribute("role", "status");
  const labelled = (title, field) => {
    const label = document.createElement("label");
    label.append(title, field);
    box.append(label);
    return field;
  };
  const typed = document.createElement("input");
  typed.type = "search";
  labelled(words.search, typed);
  const picks = [...table.tHead.rows[0].cells].flatMap((head, column) => {
    if (!("pick" in head.dataset)) return [];
    const select = document.createElement("select");
    select.append(new Option(words.all, ""));
    const there = new Set(rows.map((row) => row.cells[column].textContent.trim()));
    for (const each of there) select.append(new Option(each, each));
    labelled(head.textContent.trim(), select);
    return [[column, select]];
  });
  const show = () => {
    const wanted = fold(typed.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const fits =
        wanted.every((each) => folded.get(row).includes(each)) &&
        picks.every(([column, select]) => !select.value || row.cells[column].textContent.trim() === select.value);
      row.hidden = !fits;
      shown += fits;
    }
    told.textContent = words.shown(shown, rows.length);
  };
  box.addEventListener("input", show);
  box.append(told);
  table.closest(".table").before(box);
}

// -- pictures with bands: a choice that shows those of one box; pointing at a box does too ------------------------------

function bands(figure) {
  const boxes = [...figure.querySelectorAll("[data-box]")];
  const paths = [...figure.querySelectorAll("[data-ends]")];
  const select = document.createElement("select");
  select.append(new Option(words.all, ""));
  for (const box of boxes) {
    if (!box.dataset.words) continue;
    const option = new Option(`${box.dataset.box} ${box.dataset.words}`, box.dataset.box);
    if (box.hasAttribute("lang")) option.lang = box.getAttribute("lang");
    select.append(option);
  }
  const light = (box) => {
    figure.classList.toggle("lighted", Boolean(box));
    for (const path of paths) path.classList.toggle("lit", path.dataset.ends.split(" ").includes(box));
    for (const each of boxes) each.classList.toggle("lit", each.dataset.box === box);
  };
  select.addEventListener("change", () => light(select.value));
  for (const each of boxes) {
    each.addEventListener("pointerenter", () => light(each.dataset.box));
    each.addEventListener("pointerleave", () => light(select.value));
  }
  const label = document.createElement("label");
  label.append(words.light, select);
  const box = document.createElement("div");
  box.className = "filter";
  box.append(label);
  figure.querySelector("figcaption").after(box);
}

// -- search -----------------------------------------------------------------------------------------------------------

function hits(query, index) {
  const wanted = fold(query).split(/\s+/).filter(Boolean);
  if (!wanted.length) return [];
  const found = [];
  for (const [kind, address, title, preview, text, record] of index.entries) {
    const head = fold(title);
    let score = 0;
    for (const word of wanted) {
      if (head.includes(word)) score += head.split(/\W+/u).includes(word) ? 9 : 6;
      else if (text.includes(word)) score += 2;
      else if (word.length >= 6 && text.split(/[^\p{L}\p{N}]+/u).some((each) => each.length >= 6 && slip(word, each))) score += 1;
      else {
        score = 0;
        break;
      }
    }
    if (score) found.push({ kind: index.kinds[kind], address, title, preview, record, score });
  }
  return found.sort((one, other) => other.score - one.score);
}

function search() {
  const list = document.getElementById("hits");
  const index = globalThis.kicIndex;
  if (!list || !index) return;
  ({ spelled, dropped } = index);
  const told = document.getElementById("found");
  const field = document.getElementById("q");
  const show = () => {
    const found = field.value.trim() ? hits(field.value, index) : [];
    const items = found.slice(0, 100).map(({ kind, address, title, preview, record }) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = address;
      link.textContent = title;
      const about = document.createElement("span");
      about.className = "kind";
      about.textContent = ` ${kind}`;
      const text = document.createElement("p");
      text.textContent = preview;
      if (record && list.dataset.lang) text.lang = link.lang = list.dataset.lang;
      item.append(link, about, text);
      return item;
    });
    list.replaceChildren(...items);
    const { none, one, many } = told.dataset;
    const sentence = found.length === 0 ? none : found.length === 1 ? one : many.replace("{n}", found.length);
    told.textContent = field.value.trim() ? sentence : "";
  };
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  field.addEventListener("input", show);
  show();
}

document.addEventListener("DOMContentLoaded", () => {
  menu();
  for (const table of document.querySelectorAll("table[data-filter]")) filterable(table);
  for (const table of document.querySelectorAll("table[data-sort]")) sortable(table);
  for (const figure of document.querySelectorAll("figure:has([data-ends])")) bands(figure);
  search();
});
