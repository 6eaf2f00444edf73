// How does a chat go? What is typed is shown at once, sent once, and never lost.

import { el, fill } from '{asset:element.js}';
import { language, refusal, say, words } from '{asset:words.js}';
import { drawAnswer, drawChoices, listsItsChoices } from '{asset:answer.js}';
import { offerAttaching, photoBubble, sendChosen, startAttaching } from '{asset:attaching.js}';
import { openSource } from '{asset:source.js}';
import { startNews } from '{asset:news.js}';
import { upload } from '{asset:photo.js}';
import { erase, load, loadDraft, save, saveDraft } from '{asset:transcript.js}';

const LONGEST = 2000;
const COUNT_FROM = 1800;
const TIMEOUT = 20000;
const PHOTO_TIMEOUT = 130000; // on a slow line
const SLOW = 4000;

const log = document.getElementById('log');
const form = document.getElementById('composer');
const text = document.getElementById('text');
const hint = document.getElementById('hint');
const news = document.getElementById('news');
const clearing = document.getElementById('clearing');
const usualHint = hint.textContent;
const usualTitle = document.title;
// A phone's keyboard would cover the answer, so only a mouse's owner gets the focus back into the box.
const hasKeyboard = window.matchMedia('(hover: hover) and (pointer: fine)').matches;

const exchanges = load(words.failed);
let waiting = null;
let behind = null; // What was said beside a photo that is still on its way.

start();

function start() {
  document.getElementById('examples').append(...drawChoices(words.examples, choose));
  const entries = Object.keys(words.entries);
  const actions = entries.map((kind) => kind + '/' + language[0] + '//');
  document.getElementById('entries').append(...drawChoices(entries.map((kind) => words.entries[kind]), choose, actions));
  exchanges.forEach(draw);
  log.setAttribute('aria-live', 'polite'); // Only now: a reload must not read the whole chat aloud.
  const begun = begunElsewhere(); // Who typed before the page could listen, on a slow line, loses none of it.
  text.value = text.value || begun || loadDraft();
  saveDraft(text.value);
  measure();
  form.addEventListener('submit', submit);
  form.querySelector('.send').disabled = false;
  text.addEventListener('keydown', sendOnEnter);
  text.addEventListener('input', typed);
  window.addEventListener('online', connected);
  window.addEventListener('offline', showOffline);
  document.getElementById('clear').addEventListener('click', () => clearing.showModal());
  document.getElementById('clear-yes').addEventListener('click', clear);
  startAttaching(attach);
  keepClear();
  showOffline();
  offerNext();
  if (exchanges.length) reveal(log.lastElementChild);
  openLinked();
  startNews(fetchNews, showNews, () => exchanges.some((one) => one.answer && one.answer.status !== 'answered'));
  if (hasKeyboard) text.focus({ preventScroll: true });
}

/** A page of the plan may begin a message (/?say=...). It is for the person to finish and send; a reload has the draft. */
function begunElsewhere() {
  const address = new URL(window.location.href);
  const said = (address.searchParams.get('say') || '').slice(0, LONGEST);
  if (!said) return '';
  address.searchParams.delete('say');
  window.history.replaceState(null, '', address);
  saveDraft(said);
  return said;
}

/** Who comes from LINE or Telegram to see a source: `#source=DOCUMENT:LINE`. */
function openLinked() {
  const linked = /^#source=([^:]+):(\d{1,6})$/.exec(window.location.hash);
  if (!linked) return;
  history.replaceState(null, '', window.location.pathname + window.location.search);
  openSource([{ document: decodeURIComponent(linked[1]), line: Number(linked[2]), quotes: [] }], 0);
}

/** The foot grows with what is typed and attached; what is reached by keyboard must not stay under it. */
function keepClear() {
  const foot = document.querySelector('.foot');
  const tell = () => document.documentElement.style.setProperty('--foot', foot.offsetHeight + 'px');
  tell();
  if (window.ResizeObserver) new ResizeObserver(tell).observe(foot);
}

async function fetchNews() {
  try {
    const response = await postJson('/news', {}, newId());
    return response.status === 200 ? await response.json() : null;
  } catch (fault) {
    return null; // it is asked again
  }
}

/** What came by itself stands there as unread until the person does something. */
function showNews(answer) {
  const exchange = { text: '', news: true, unread: true, answer, failed: '' };
  exchanges.push(exchange);
  save(exchanges);
  draw(exchange);
  offerNext();
  document.title = '(1) ' + usualTitle;
  announce(words.news);
}

function read() {
  document.title = usualTitle;
  for (const exchange of exchanges) {
    if (!exchange.unread) continue;
    exchange.unread = false;
    exchange.element.classList.remove('unread');
  }
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

function choose(said, event, action) {
  if (waiting) return;
  ask(said, action);
  goOn(event);
}

/** The button that had the focus is gone: by keyboard one goes on typing, by touch one reads. */
function goOn(event) {
  if (event.detail === 0 || hasKeyboard) text.focus({ preventScroll: true });
}

/** A photo that was chosen and not sent yet goes first: nobody means to leave it out. */
function ask(said, action) {
  const givesUp = action && action.startsWith('cancel/');
  if (!givesUp && sendChosen()) behind = [said, action];
  else sayNow(said, action);
}

function sayNow(said, action) {
  begin(action ? { text: said, action, answer: null, failed: '' } : { text: said, answer: null, failed: '' });
}

/** Whether it could be sent now: {text, file, picture} is a photo, {text, place} where one is. */
function attach(attached) {
  if (waiting) {
    announce(words.busy);
    return false;
  }
  const exchange = { text: attached.text, answer: null, failed: '' };
  if (attached.place) exchange.place = attached.place;
  if (attached.file) {
    exchange.photo = true;
    remember(exchange, 'file', attached.file);
    remember(exchange, 'picture', attached.picture);
  }
  begin(exchange);
  return true;
}

/** For as long as the page is open: neither a file nor an element is kept in the transcript. */
function remember(exchange, name, value) {
  Object.defineProperty(exchange, name, { value, writable: true, enumerable: false });
}

function begin(exchange) {
  read();
  exchanges.push(exchange);
  draw(exchange);
  send(exchange);
}

async function send(exchange) {
  if (waiting) return;
  waiting = exchange;
  exchange.failed = '';
  exchange.id = exchange.id || newId(); // The same when it is sent again: the answer may be what got lost.
  save(exchanges);
  redraw(exchange);
  drawSuggestions();
  reveal(exchange.element);
  const slow = setTimeout(() => showSlow(exchange), SLOW);
  const outcome = await request(exchange);
  clearTimeout(slow);
  if (waiting !== exchange) return; // The chat was cleared meanwhile.
  waiting = null;
  exchange.answer = outcome.answer || null;
  exchange.failed = outcome.failed || '';
  if (exchange.answer && exchange.answer.erased) forgetOthers(exchange);
  save(exchanges);
  redraw(exchange);
  offerNext();
  reveal(exchange.element);
  if (behind) goBehind(exchange);
}

/** What was said beside the photo; where the photo could not be sent the words stand there to be sent again. */
function goBehind(photo) {
  const [said, action] = behind;
  behind = null;
  if (!photo.failed) sayNow(said, action);
  else if (!action) {
    text.value = said;
    typed();
  }
}

/** Who had everything erased finds nothing of it on the page either. */
function forgetOthers(exchange) {
  for (const other of exchanges) if (other !== exchange) other.element.remove();
  exchanges.splice(0, exchanges.length, exchange);
}

async function request(exchange) {
  if (!navigator.onLine) return { failed: words.unreachable };
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), exchange.file ? PHOTO_TIMEOUT : TIMEOUT);
  try {
    const response = await post(exchange, stop.signal);
    if (response.ok) return { answer: await response.json() };
    return { failed: (exchange.file && PHOTO_REFUSALS[response.status]) || refusal(response.status) };
  } catch (fault) {
    return { failed: stop.signal.aborted ? words.timeout : words.unreachable };
  } finally {
    clearTimeout(timer);
  }
}

const PHOTO_REFUSALS = { 413: words.photo_too_large, 415: words.photo_unreadable };

function post(exchange, signal) {
  if (exchange.file) return upload(exchange, language, (share) => showProgress(exchange, share), signal);
  return postJson('/chat', said(exchange), exchange.id, signal);
}

function said(exchange) {
  if (exchange.place) return { text: '', place: exchange.place };
  return exchange.action ? { text: exchange.text, action: exchange.action } : { text: exchange.text };
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function postJson(address, body, id, signal) {
  const headers = { 'Content-Type': 'application/json', 'Accept-Language': language, 'Idempotency-Key': id };
  return fetch(address, { method: 'POST', headers, body: JSON.stringify(body), credentials: 'same-origin', signal });
}

// --- drawing

function draw(exchange) {
  const bubble = exchange.news
    ? el('p', 'news-head', words.news)
    : el('div', 'said', el('span', 'hidden', words.you + ' '), photoBubble(exchange), exchange.text);
  remember(exchange, 'element', el('section', 'exchange', bubble, el('div', 'reply')));
  log.append(exchange.element);
  redraw(exchange);
}

function redraw(exchange) {
  const reply = exchange.element.querySelector('.reply');
  exchange.element.classList.toggle('failed', Boolean(exchange.failed));
  exchange.element.classList.toggle('unread', Boolean(exchange.unread));
  if (exchange.answer) fill(reply, drawAnswer(exchange.answer, choose));
  else if (exchange.failed) fill(reply, drawFailure(exchange));
  else fill(reply, exchange.file ? drawSending() : drawWaiting());
}

function drawSending() {
  const bar = el('progress', 'progress');
  bar.max = 1;
  bar.setAttribute('aria-label', words.photo_sending);
  return el('div', 'card sending', el('p', 'waiting-words', words.photo_sending), bar);
}

function showProgress(exchange, share) {
  const bar = exchange.element.querySelector('.progress');
  if (bar) bar.value = share;
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
  again.addEventListener('click', (event) => {
    send(exchange);
    goOn(event);
  });
  return el('div', 'failure', el('p', '', exchange.failed), again);
}

/** Only the newest answer offers what to ask next. */
function drawSuggestions() {
  for (const old of log.querySelectorAll('.next')) old.remove();
  const last = exchanges[exchanges.length - 1];
  const texts = (last && last.answer && last.answer.suggestions) || [];
  if (!texts.length || listsItsChoices(last.answer)) return;
  const list = el('ul', 'choices', ...drawChoices(texts, choose, last.answer.actions));
  list.setAttribute('aria-label', words.suggestions);
  last.element.append(el('div', 'next', list));
}

function offerNext() {
  drawSuggestions();
  const last = exchanges[exchanges.length - 1];
  offerAttaching((last && last.answer && last.answer.accepts) || []);
  measure();
}

/** A long answer is shown from its question on, not from its end; what is to be sent with its buttons in view. */
function reveal(element) {
  const head = document.querySelector('.head').offsetHeight;
  const foot = document.querySelector('.foot').offsetHeight;
  const room = window.innerHeight - head - foot;
  const top = element.getBoundingClientRect().top + window.scrollY - head - 12;
  const bottom = top + element.offsetHeight + 24 - room + 12;
  const decides = exchanges.some((one) => one.element === element && one.answer && one.answer.accepts && one.answer.accepts.length);
  window.scrollTo(0, decides ? Math.max(bottom, 0) : Math.min(top, Math.max(bottom, 0)));
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
  const last = exchanges[exchanges.length - 1];
  const usual = last && last.answer && last.answer.asks_contact ? '' : usualHint; // no warning beside a question for a phone
  hint.textContent = tooLong ? say('too_long', count) : length > COUNT_FROM ? say('counter', count) : usual;
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
  behind = null;
  exchanges.length = 0;
  erase();
  fill(log);
  offerNext();
  window.scrollTo(0, 0);
  text.focus({ preventScroll: true });
  try {
    const response = await postJson('/forget', {}, newId());
    announce(response.ok ? words.cleared : words.not_cleared);
  } catch (fault) {
    announce(words.not_cleared);
  }
}

function announce(said) {
  news.textContent = '';
  setTimeout(() => (news.textContent = said), 50);
}
