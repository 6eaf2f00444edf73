// How does a chat go? What is typed is shown at once, sent once, and never lost.

import { el, fill } from '{asset:element.js}';
import { language, refusal, say, words } from '{asset:words.js}';
import { drawAnswer, drawChoices, listsItsChoices } from '{asset:answer.js}';
import { erase, load, loadDraft, save, saveDraft } from '{asset:transcript.js}';

const LONGEST = 2000;
const COUNT_FROM = 1800;
const TIMEOUT = 20000;
const SLOW = 4000;

const log = document.getElementById('log');
const form = document.getElementById('composer');
const text = document.getElementById('text');
const hint = document.getElementById('hint');
const news = document.getElementById('news');
const clearing = document.getElementById('clearing');
const usualHint = hint.textContent;
// A phone's keyboard would cover the answer, so only a mouse's owner gets the focus back into the box.
const hasKeyboard = window.matchMedia('(hover: hover) and (pointer: fine)').matches;

const exchanges = load(words.failed);
let waiting = null;

start();

function start() {
  document.getElementById('examples').append(...drawChoices(words.examples, choose));
  exchanges.forEach(draw);
  log.setAttribute('aria-live', 'polite'); // Only now: a reload must not read the whole chat aloud.
  text.value = loadDraft();
  measure();
  form.addEventListener('submit', submit);
  text.addEventListener('keydown', sendOnEnter);
  text.addEventListener('input', typed);
  window.addEventListener('online', connected);
  window.addEventListener('offline', showOffline);
  document.getElementById('clear').addEventListener('click', () => clearing.showModal());
  document.getElementById('clear-yes').addEventListener('click', clear);
  showOffline();
  drawSuggestions();
  if (exchanges.length) reveal(log.lastElementChild);
  if (hasKeyboard) text.focus({ preventScroll: true });
}

function submit(event) {
  event.preventDefault();
  const said = text.value.trim();
  if (!said || said.length > LONGEST) return;
  if (waiting) {
    announce(words.busy);
    return;
  }
  text.value = '';
  typed();
  ask(said);
}

/** Enter sends, Shift+Enter starts a line. While a word is still being composed, Enter belongs to the input method. */
function sendOnEnter(event) {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  submit(event);
}

function choose(said, event) {
  if (waiting) return;
  ask(said);
  // The button that had the focus is gone: by keyboard one goes on typing, by touch one reads.
  if (event.detail === 0 || hasKeyboard) text.focus({ preventScroll: true });
}

function ask(said) {
  const exchange = { text: said, answer: null, failed: '' };
  exchanges.push(exchange);
  draw(exchange);
  send(exchange);
}

async function send(exchange) {
  if (waiting) return;
  waiting = exchange;
  exchange.failed = '';
  save(exchanges);
  redraw(exchange);
  drawSuggestions();
  reveal(exchange.element);
  const slow = setTimeout(() => showSlow(exchange), SLOW);
  const outcome = await request(exchange.text);
  clearTimeout(slow);
  if (waiting !== exchange) return; // The chat was cleared meanwhile.
  waiting = null;
  exchange.answer = outcome.answer || null;
  exchange.failed = outcome.failed || '';
  save(exchanges);
  redraw(exchange);
  drawSuggestions();
  reveal(exchange.element);
}

async function request(said) {
  if (!navigator.onLine) return { failed: words.unreachable };
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), TIMEOUT);
  try {
    const response = await post('/chat', { text: said }, stop.signal);
    return response.ok ? { answer: await response.json() } : { failed: refusal(response.status) };
  } catch (fault) {
    return { failed: stop.signal.aborted ? words.timeout : words.unreachable };
  } finally {
    clearTimeout(timer);
  }
}

function post(address, body, signal) {
  const headers = { 'Content-Type': 'application/json', 'Accept-Language': language };
  return fetch(address, { method: 'POST', headers, body: JSON.stringify(body), credentials: 'same-origin', signal });
}

// --- drawing

function draw(exchange) {
  const bubble = el('div', 'said', el('span', 'hidden', words.you + ' '), exchange.text);
  exchange.element = el('section', 'exchange', bubble, el('div', 'reply'));
  Object.defineProperty(exchange, 'element', { enumerable: false }); // An element is not kept in the transcript.
  log.append(exchange.element);
  redraw(exchange);
}

function redraw(exchange) {
  const reply = exchange.element.querySelector('.reply');
  exchange.element.classList.toggle('failed', Boolean(exchange.failed));
  if (exchange.answer) fill(reply, drawAnswer(exchange.answer, choose));
  else if (exchange.failed) fill(reply, drawFailure(exchange));
  else fill(reply, drawWaiting());
}

function drawWaiting() {
  const dots = el('span', 'dots', el('i'), el('i'), el('i'));
  dots.setAttribute('aria-hidden', 'true');
  return el('p', 'card waiting', dots, el('span', 'waiting-words', words.waiting));
}

function showSlow(exchange) {
  const said = exchange.element.querySelector('.waiting-words');
  if (said) said.textContent = words.slow;
}

function drawFailure(exchange) {
  const again = el('button', 'main', words.retry);
  again.type = 'button';
  again.addEventListener('click', () => send(exchange));
  return el('div', 'failure', el('p', '', exchange.failed), again);
}

/** Only the newest answer offers what to ask next. */
function drawSuggestions() {
  for (const old of log.querySelectorAll('.next')) old.remove();
  const last = exchanges[exchanges.length - 1];
  const texts = (last && last.answer && last.answer.suggestions) || [];
  if (!texts.length || listsItsChoices(last.answer)) return;
  const list = el('ul', 'choices', ...drawChoices(texts, choose));
  list.setAttribute('aria-label', words.suggestions);
  last.element.append(el('div', 'next', list));
}

/** A long answer is shown from its question on, not from its end. */
function reveal(element) {
  const head = document.querySelector('.head').offsetHeight;
  const foot = document.querySelector('.foot').offsetHeight;
  const room = window.innerHeight - head - foot;
  const top = element.getBoundingClientRect().top + window.scrollY - head - 12;
  const bottom = top + element.offsetHeight + 24 - room + 12;
  window.scrollTo(0, Math.min(top, Math.max(bottom, 0)));
}

// --- the box to type in

function typed() {
  saveDraft(text.value);
  measure();
}

function measure() {
  text.style.height = 'auto';
  text.style.height = Math.min(text.scrollHeight + 2, 160) + 'px';
  const length = text.value.trim().length;
  const tooLong = length > LONGEST;
  const count = { length: length.toLocaleString(), longest: LONGEST.toLocaleString() };
  hint.textContent = tooLong ? say('too_long', count) : length > COUNT_FROM ? say('counter', count) : usualHint;
  hint.classList.toggle('wrong', tooLong);
  text.setAttribute('aria-invalid', String(tooLong));
}

// --- connection, clearing

function showOffline() {
  document.getElementById('offline').hidden = navigator.onLine;
}

/** What failed for want of a connection goes by itself once there is one. */
function connected() {
  showOffline();
  const last = exchanges[exchanges.length - 1];
  if (last && last.failed === words.unreachable) send(last);
}

async function clear() {
  clearing.close();
  waiting = null;
  exchanges.length = 0;
  erase();
  fill(log);
  window.scrollTo(0, 0);
  text.focus({ preventScroll: true });
  try {
    const response = await post('/forget', {});
    announce(response.ok ? words.cleared : words.not_cleared);
  } catch (fault) {
    announce(words.not_cleared);
  }
}

function announce(said) {
  news.textContent = '';
  setTimeout(() => (news.textContent = said), 50);
}
