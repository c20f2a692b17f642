// Sorts and filters the tables of a page; without it they are readable all the same.
"use strict";

const MANY = 8; // rows from which on a filter helps

function cellValue(row, at) {
  const cell = row.cells[at];
  const value = cell.getAttribute("data-value");
  return value === null ? cell.textContent : Number(value);
}

// Numbers come before words; what is unknown ("-") comes last, whichever way it goes.
function order(left, right, up) {
  const unknown = (left === "-") - (right === "-");
  if (unknown !== 0) return unknown;
  const kinds = (typeof left === "string") - (typeof right === "string");
  if (kinds !== 0) return kinds;
  const found = typeof left === "string" ? left.localeCompare(right) : left - right;
  return up ? found : -found;
}

function sortBy(table, at) {
  const heads = table.tHead.rows[0].cells;
  const up = heads[at].getAttribute("aria-sort") !== "ascending";
  for (const head of heads) head.removeAttribute("aria-sort");
  heads[at].setAttribute("aria-sort", up ? "ascending" : "descending");
  const rows = Array.from(table.tBodies[0].rows);
  rows.sort((a, b) => order(cellValue(a, at), cellValue(b, at), up));
  table.tBodies[0].append(...rows);
}

function makeSortable(table) {
  for (const [at, head] of Array.from(table.tHead.rows[0].cells).entries()) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sortBy(table, at));
    head.append(button);
  }
}

function makeFilter(table) {
  const label = document.createElement("label");
  const field = document.createElement("input");
  const count = document.createElement("output");
  field.type = "search";
  label.append("Filter rows ", field, " ", count);
  field.addEventListener("input", () => {
    const wanted = field.value.toLowerCase();
    let shown = 0;
    for (const row of table.tBodies[0].rows) {
      row.hidden = !row.textContent.toLowerCase().includes(wanted);
      shown += row.hidden ? 0 : 1;
    }
    count.textContent = wanted ? shown + " of " + table.tBodies[0].rows.length : "";
  });
  table.before(label);
}

for (const table of document.querySelectorAll("table.sortable")) {
  makeSortable(table);
  if (table.tBodies[0].rows.length >= MANY) makeFilter(table);
}
