// How does a reader see where a fact stands? A dialog with the cited line, its quote marked, between its neighbours.

import { el, fill } from '{asset:element.js}';
import { say, words } from '{asset:words.js}';

const dialog = document.getElementById('source');
const box = document.getElementById('source-lines');
const earlier = document.getElementById('source-earlier');
const later = document.getElementById('source-later');
const SHORT_CELL = 8;
let lines = [];
let place = 0;

for (const sheet of document.querySelectorAll('dialog')) {
  for (const button of sheet.querySelectorAll('[data-close]')) button.addEventListener('click', () => sheet.close());
  // A click beside the sheet lands on the dialog itself, one inside it on a child.
  sheet.addEventListener('click', (event) => event.target === sheet && sheet.close());
}
earlier.addEventListener('click', () => show(place - 1));
later.addEventListener('click', () => show(place + 1));

/** Open the dialog at one of the answer's sources; the others can be leafed through. */
export function openSource(sources, first) {
  lines = sources;
  dialog.showModal();
  show(first);
}

async function show(wanted) {
  place = wanted;
  const source = lines[place];
  drawSteps();
  document.getElementById('source-whole').href = '/document/' + encodeURIComponent(source.document);
  fill(box, el('p', 'soft', words.loading));
  const around = await fetchLines(source);
  if (source !== lines[place]) return; // Leafed on while this one was on its way.
  fill(box, ...(around ? around.map((line) => drawLine(line, source)) : unread(source)));
  const cited = box.querySelector('.cited');
  if (cited) box.scrollTop = cited.offsetTop - box.offsetTop - 60;
}

function drawSteps() {
  document.getElementById('source-steps').hidden = lines.length < 2;
  document.getElementById('source-place').textContent = say('place', { place: place + 1, count: lines.length });
  earlier.disabled = place === 0;
  later.disabled = place === lines.length - 1;
}

async function fetchLines(source) {
  const query = new URLSearchParams({ document: source.document, line: source.line });
  try {
    const response = await fetch('/source?' + query);
    return response.ok ? (await response.json()).lines : null;
  } catch (fault) {
    return null;
  }
}

/** The quote came with the answer, so a reader without a connection sees at least that. */
function unread(source) {
  return [el('p', 'soft', words.unread), ...source.quotes.map((quote) => el('p', 'line cited', el('mark', '', quote)))];
}

function drawLine(line, source) {
  const cited = line.number === source.line;
  const row = el('div', cited ? 'line cited' : 'line');
  const number = el('span', 'line-number', el('span', 'hidden', say('line', { line: '' })), String(line.number));
  const text = el('div', 'line-text');
  if (cited) row.setAttribute('aria-label', words.cited);
  if (cited) row.setAttribute('role', 'group');
  text.append(...pieces(line.text, cited ? source.quotes : [], line.years));
  row.append(number, text);
  return row;
}

/** The line's cells, with what is quoted marked. Leftover tags of the document's lists are not drawn. */
function pieces(text, quotes, years) {
  const marked = ranges(text, quotes);
  const cells = [];
  let cell = el('span', 'cell');
  let at = 0;
  for (const piece of text.split(/(<[^>]*>|\t)/)) {
    const end = at + piece.length;
    if (piece === '\t') {
      cells.push(cell);
      cell = el('span', 'cell');
    } else if (!piece.startsWith('<')) {
      cell.append(...withMarks(text, at, end, marked));
    }
    at = end;
  }
  cells.push(cell);
  if (cells.length > 2) cells.forEach((one, column) => boxShort(one, years[column]));
  const filled = cells.filter((one) => one.textContent.trim());
  return filled.length ? filled : [el('span', 'cell', '\u00a0')];
}

/** Years and amounts of a table's row stand side by side in boxes, its long cells one below the other. */
function boxShort(cell, year) {
  if (cell.textContent.trim() && cell.textContent.length <= SHORT_CELL) cell.className += ' short';
  if (year) cell.prepend(el('span', 'year', year + ' '));
}

function ranges(text, quotes) {
  return quotes
    .map((quote) => [text.indexOf(quote), quote.length])
    .map(([start, length]) => (start < 0 ? [0, text.length] : [start, start + length]))
    .sort((one, other) => one[0] - other[0]);
}

function withMarks(text, start, end, marked) {
  const nodes = [];
  let at = start;
  for (const [from, to] of marked) {
    const begin = Math.max(at, from);
    const stop = Math.min(end, to);
    if (begin >= stop) continue;
    if (begin > at) nodes.push(text.slice(at, begin));
    nodes.push(el('mark', '', text.slice(begin, stop)));
    at = stop;
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}
