// How is an answer drawn? Every text goes in as text, never as HTML.

import { el, fill } from '{asset:element.js}';
import { say, words } from '{asset:words.js}';
import { openSource } from '{asset:source.js}';

const ITEMS_SHOWN = 8;
const SOURCES_SHOWN = 3;

/** The answer as a card. Its suggestions are drawn apart, since only the newest ones stay. */
export function drawAnswer(answer) {
  const card = el('article', 'card answer ' + answer.status, el('h2', 'hidden', words.bot));
  if (answer.language) card.lang = answer.language;
  for (const part of answer.parts) {
    const draw = PARTS[part.kind];
    if (draw) card.append(draw(part));
  }
  if (answer.status === 'emergency') makeDialable(card);
  if (answer.sources && answer.sources.length) card.append(drawSources(answer.sources));
  return card;
}

/** Buttons that send their own text. */
export function drawChoices(texts, send) {
  return texts.map((text) => {
    const button = el('button', 'choice', text);
    button.type = 'button';
    button.addEventListener('click', (event) => send(text, event));
    return el('li', '', button);
  });
}

/** In an emergency a touch on the number calls it. */
function makeDialable(card) {
  for (const element of card.querySelectorAll('.text, .title, .detail, .number')) {
    const pieces = element.textContent.split(/(\b\d{3,4}\b)/);
    fill(element, ...pieces.map((piece, place) => (place % 2 ? callLink(piece) : piece)));
  }
}

function callLink(number) {
  const link = el('a', 'call', number);
  link.href = 'tel:' + number;
  return link;
}

const PARTS = {
  text: (part) => el('p', 'text', part.text),
  note: (part) => el('p', 'note', part.text),
  figure: drawFigure,
  bars: drawBars,
  listing: drawListing,
};

function drawFigure(part) {
  const figure = el('p', 'figure', el('span', 'number', part.number), ' ', el('span', 'unit', part.unit));
  if (part.caption) figure.append(' ', el('span', 'caption', part.caption));
  return figure;
}

/** A table, so that a screen reader reads year and amount; the bars are drawn beside the amounts. */
function drawBars(part) {
  const long = part.bars.some((bar) => bar.label.length > 12);
  const table = el('table', long ? 'bars long' : 'bars', el('caption', '', part.caption));
  const body = el('tbody', '');
  for (const bar of part.bars) {
    const label = el('th', '', bar.label);
    label.scope = 'row';
    body.append(bar.share > 0 ? el('tr', '', label, drawBar(bar), el('td', 'amount', bar.text)) : drawNone(label, bar));
  }
  table.append(body);
  return table;
}

function drawBar(bar) {
  const cell = el('td', 'track', el('span', 'fill'));
  cell.firstChild.style.width = Math.min(1, bar.share) * 100 + '%';
  cell.setAttribute('aria-hidden', 'true');
  return cell;
}

/** Without an amount the words take the bar's place. */
function drawNone(label, bar) {
  const cell = el('td', 'none', bar.text);
  cell.colSpan = 2;
  return el('tr', '', label, cell);
}

function drawListing(part) {
  const list = el('ol', 'listing', ...part.items.map(drawItem));
  if (part.items.length <= ITEMS_SHOWN + 2) return list;
  const rest = Array.from(list.children).slice(ITEMS_SHOWN);
  return el('div', '', list, showLater(rest, say('more_items', { count: part.items.length })));
}

function drawItem(item) {
  const row = el('li', 'item', el('span', 'title', item.title));
  if (item.detail) row.append(el('span', 'detail', item.detail));
  if (item.code) row.append(el('span', 'code', el('span', 'hidden', words.code + ' '), item.code));
  return row;
}

/** One button a line of the document: several facts of one line are marked together. */
function drawSources(sources) {
  const lines = [];
  for (const source of sources) {
    const same = lines.find((line) => line.document === source.document && line.line === source.line);
    if (same) same.quotes.push(source.quote);
    else lines.push({ document: source.document, line: source.line, quotes: [source.quote] });
  }
  const list = el('ul', 'sources', ...lines.map((line, place) => el('li', '', sourceButton(lines, place))));
  const box = el('div', 'sources-box', el('p', 'label', words.sources), list);
  if (lines.length > SOURCES_SHOWN + 1) {
    const rest = Array.from(list.children).slice(SOURCES_SHOWN);
    list.append(el('li', '', showLater(rest, say('more_sources', { count: rest.length }))));
  }
  return box;
}

function sourceButton(lines, place) {
  const button = el('button', 'source', say('line', { line: lines[place].line }));
  button.type = 'button';
  button.setAttribute('aria-haspopup', 'dialog');
  button.addEventListener('click', () => openSource(lines, place));
  return button;
}

/** A button that shows what was left out, then goes; the focus moves to the first thing shown. */
function showLater(elements, label) {
  for (const element of elements) element.hidden = true;
  const button = el('button', 'more', label);
  button.type = 'button';
  button.addEventListener('click', () => {
    for (const element of elements) element.hidden = false;
    const first = elements[0].querySelector('button') || elements[0];
    if (first === elements[0]) first.tabIndex = -1;
    first.focus();
    const row = button.parentElement;
    (row.tagName === 'LI' ? row : button).remove();
  });
  return button;
}
