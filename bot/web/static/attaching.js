// What can be sent beside words while feedback is being written? A photo that is shown first, and where one is.

import { el, fill } from '{asset:element.js}';
import { say, words } from '{asset:words.js}';
import { prepare } from '{asset:photo.js}';

const PATIENCE = 20000;
const FRESH = 60000;

const section = document.getElementById('attaching');
const buttons = document.getElementById('attach-buttons');
const chooser = document.getElementById('photo-file');
const photoButton = document.getElementById('photo');
const placeButton = document.getElementById('place');
const mapButton = document.getElementById('set-on-map');
const chosen = document.getElementById('chosen');
const news = document.getElementById('attach-news');

let send = null;
let ready = null; // The photo that is shown and waits to be sent.

/** `sender` gets {text, file, picture} or {text, place}, and says whether it could be sent now. */
export function startAttaching(sender) {
  send = sender;
  photoButton.addEventListener('click', () => chooser.click());
  chooser.addEventListener('change', choose);
  document.getElementById('photo-send').addEventListener('click', sendPhoto);
  document.getElementById('photo-remove').addEventListener('click', remove);
  placeButton.addEventListener('click', findPlace);
  mapButton.addEventListener('click', showMap);
}

/** Show the buttons of what the last answer accepts: ['photo', 'place'] or less. */
export function offerAttaching(accepts) {
  photoButton.hidden = !accepts.includes('photo');
  placeButton.hidden = !accepts.includes('place') || !navigator.geolocation || !window.isSecureContext;
  mapButton.hidden = !accepts.includes('place');
  section.hidden = photoButton.hidden && mapButton.hidden;
  if (section.hidden) putAway();
}

async function choose() {
  const file = chooser.files[0];
  chooser.value = ''; // so that the same photo can be chosen again
  if (!file) return;
  tell(words.photo_opening);
  const prepared = await prepare(file);
  if (prepared.fault) {
    tell(words['photo_' + prepared.fault]);
    photoButton.focus();
    return;
  }
  tell('');
  ready = prepared;
  fill(document.getElementById('chosen-picture'), ...(ready.picture ? [ready.picture] : []));
  const size = Math.max(0.1, ready.file.size / 1048576).toFixed(1);
  document.getElementById('chosen-words').textContent = say('photo_chosen', { size });
  show(true);
  document.getElementById('photo-send').focus();
}

/** Send the photo that is shown, as it belongs to what is said now; whether there was one. */
export function sendChosen() {
  if (!ready) return false;
  sendPhoto();
  return true;
}

function sendPhoto() {
  if (!ready || !send({ text: words.photo_sent, file: ready.file, picture: ready.picture })) return;
  remove();
}

function remove() {
  putAway();
  photoButton.focus();
}

function putAway() {
  ready = null;
  tell('');
  show(false);
}

function show(open) {
  chosen.hidden = !open;
  buttons.hidden = open;
}

function findPlace() {
  tell(words.place_finding);
  const options = { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: FRESH };
  navigator.geolocation.getCurrentPosition(sendPlace, (fault) => tell(fault.code === 1 ? words.place_denied : words.place_unknown), options);
}

function sendPlace(position) {
  const latitude = position.coords.latitude.toFixed(5);
  const longitude = position.coords.longitude.toFixed(5);
  tell('');
  send({ text: say('place_sent', { latitude, longitude }), place: [Number(latitude), Number(longitude)] });
}

/** The map is loaded by who wants it only. */
async function showMap() {
  tell('');
  try {
    const { openMap } = await import('{asset:map.js}');
    openMap(([latitude, longitude]) => send({ text: say('place_set', { latitude, longitude }), place: [Number(latitude), Number(longitude)] }));
  } catch (fault) {
    tell(words.map_unreachable);
  }
}

function tell(said) {
  news.textContent = said;
}

/** What the bubble of a photo shows above its words, while the page is open. */
export function photoBubble(exchange) {
  return exchange.picture ? el('span', 'sent-picture', exchange.picture) : '';
}
