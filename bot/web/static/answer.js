// How is an answer drawn? Every text goes in as text, never as HTML.

import { el, fill } from '{asset:element.js}';
import { say, words } from '{asset:words.js}';
import { openSource } from '{asset:source.js}';

const ITEMS_SHOWN = 8;
const SOURCES_SHOWN = 3;
const MY_DATA = /^(https?:\/\/[^\s/]+)?\/my-data\/[\w-]+$/;
const TELLS_NUMBERS = ['emergency', 'feedback', 'status', 'help', 'unknown', 'smalltalk'];

/** The answer as a card. Its suggestions are drawn apart, since only the newest ones stay. */
export function drawAnswer(answer, send) {
  const card = el('article', 'card answer ' + answer.status, el('h2', 'hidden', words.bot));
  if (answer.language) card.lang = answer.language;
  for (const part of answer.parts) {
    const draw = part.kind === 'listing' && listsItsChoices(answer) ? drawChoiceList(answer, send) : PARTS[part.kind];
    if (draw) card.append(draw(part));
  }
  if (TELLS_NUMBERS.includes(answer.status)) makeTouchable(card);
  if (answer.sources && answer.sources.length) card.append(drawSources(answer.sources));
  if (answer.address) card.append(el('p', 'again', addressLink(answer.address)));
  return card;
}

/** Buttons that do what they meant when they were offered; without an action they send their own text. */
export function drawChoices(texts, send, actions = []) {
  return texts.map((text, place) => {
    const button = el('button', 'choice', text);
    button.type = 'button';
    button.addEventListener('click', (event) => send(text, event, actions[place]));
    return el('li', '', button);
  });
}

/** Does the answer ask which of the things it lists was meant? Then each of them is its own button: two rows of the same names confuse. */
export function listsItsChoices(answer) {
  const listing = answer.parts.find((part) => part.kind === 'listing');
  if (answer.status !== 'clarify' || !listing) return false;
  return answer.suggestions.every((text, place) => listing.items[place] && listing.items[place].title.startsWith(text));
}

/** One with its server, or one of our pages that is all that is said. */
const ADDRESS = /(https?:\/\/[^\s“”]+|^\/plan\/[\w./]+$)/;
const NUMBERS = new RegExp('\\b(' + words.numbers.join('|') + ')\\b(?![-,.]\\d)');

/** A touch on a number to call calls it, on an address opens it; neither a part of a case's number nor an amount is one. */
function makeTouchable(card) {
  for (const element of card.querySelectorAll('.text, .note, .title, .fact, .number')) {
    const pieces = element.textContent.split(ADDRESS);
    fill(element, ...[].concat(...pieces.map((piece, place) => (place % 2 ? [outLink(piece)] : withCalls(piece)))));
  }
}

function withCalls(text) {
  const pieces = text.split(NUMBERS);
  const calls = (place) => place % 2 && !/\d[-,.]$/.test(pieces[place - 1]);
  return pieces.map((piece, place) => (calls(place) ? callLink(piece) : piece));
}

/** Where a photo of the result is, say. */
function outLink(address) {
  const link = el('a', 'out', address);
  link.href = address;
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  return link;
}

function callLink(number) {
  const link = el('a', 'call', number);
  link.href = 'tel:' + number;
  return link;
}

/** Where the answer can be seen again, printed, taken along and passed on. */
function addressLink(address) {
  const link = outLink(address);
  link.textContent = words.again;
  return link;
}

/** The file with what is stored about the person. */
function fileLink(address) {
  const link = el('a', 'file', 'my-data.json');
  link.href = address;
  link.download = 'my-data.json';
  return link;
}

const PARTS = {
  text: (part) => el('p', 'text', MY_DATA.test(part.text) ? fileLink(part.text) : part.text),
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
  return drawList(part, part.items.map(drawItem));
}

/** The things to choose from. There are at most six suggestions; what stands behind them is asked for by its whole name. */
function drawChoiceList(answer, send) {
  const actions = answer.actions || [];
  return (part) => drawList(part, part.items.map((item, place) => drawChoiceItem(item, answer.suggestions[place] || item.title, actions[place], send)));
}

function drawChoiceItem(item, text, action, send) {
  const row = drawItem(item);
  const button = el('button', 'choose', ...Array.from(row.children));
  button.type = 'button';
  button.addEventListener('click', (event) => send(text, event, action));
  row.append(button);
  return row;
}

function drawList(part, rows) {
  const list = el('ol', 'listing', ...rows);
  if (part.items.length <= ITEMS_SHOWN + 2) return list;
  const rest = Array.from(list.children).slice(ITEMS_SHOWN);
  return el('div', '', list, showLater(rest, say('more_items', { count: part.items.length })));
}

function drawItem(item) {
  const row = el('li', 'item', el('span', 'title', item.title));
  const below = el('span', 'below');
  if (item.detail) below.append(...drawFacts(item.detail), ' ');
  if (item.code) below.append(el('span', 'code', el('span', 'hidden', words.code + ' '), item.code));
  if (below.hasChildNodes()) row.append(below);
  return row;
}

/** Of "8 โครงการ · 5.00 ล้านบาท" the money stands out; where there is none another figure. Words do not. */
function drawFacts(detail) {
  const pieces = detail.split(' · ');
  const money = pieces.findIndex((text) => /^[\d,]+\.\d\d( |$)/.test(text));
  const figure = money >= 0 ? money : pieces.findIndex((text) => /^\d[\d.,]*( |$)/.test(text)); // not a year in a name
  const facts = pieces.map((text, place) => el('span', place === figure ? 'fact figure-fact' : 'fact', text));
  return facts.reduce((all, fact) => (all.length ? [...all, ' · ', fact] : [fact]), []);
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
