// How is a place set on a map? The map is moved under a cross, by finger, mouse, wheel or keys; the cross is the place.

import { el, fill } from '{asset:element.js}';
import { language, say, words } from '{asset:words.js}';

const TILE = 256;
const NEAREST = 18;
const FARTHEST = 5;
const NEAR_TOWN = 13;
const STEP = 40;
const SVG = 'http://www.w3.org/2000/svg';

const dialog = document.getElementById('map-sheet');
const view = document.getElementById('map');
const pictures = document.getElementById('map-pictures');
const drawing = document.getElementById('map-drawing');
const spot = document.getElementById('map-spot');
const jump = document.getElementById('map-town');

let known = null;
let middle = [0, 0];
let zoom = 9;
let choose = null;

/** Open the map; `chosen` gets latitude and longitude, each with five decimals. */
export async function openMap(chosen) {
  choose = chosen;
  dialog.showModal();
  if (!known) {
    spot.textContent = words.loading_map;
    known = await fetchMap();
    if (!known) {
      spot.textContent = words.map_unreachable;
      return;
    }
    [middle, zoom] = [known.middle, known.zoom];
    fill(jump, new Option(words.map_town, ''), ...known.towns.map((town, at) => new Option(town[2], at)));
    document.getElementById('map-credit').textContent = [known.credit, 'GeoNames'].filter(Boolean).join(' · ');
    document.getElementById('map-bare').hidden = Boolean(known.tiles);
  }
  draw();
  view.focus();
}

async function fetchMap() {
  try {
    const response = await fetch('/map', { headers: { 'Accept-Language': language } });
    return response.ok ? await response.json() : null;
  } catch (fault) {
    return null;
  }
}

// Mercator: where a place lies on a world that is TILE * 2^zoom pixels wide.
function pixel([latitude, longitude]) {
  const size = TILE * 2 ** zoom;
  const sine = Math.sin((latitude * Math.PI) / 180);
  return [((longitude + 180) / 360) * size, (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * size];
}

function placeAt([x, y]) {
  const size = TILE * 2 ** zoom;
  const north = Math.PI * (1 - (2 * y) / size);
  return [(Math.atan(Math.sinh(north)) * 180) / Math.PI, (x / size) * 360 - 180];
}

function moveBy(x, y) {
  const [left, top] = pixel(middle);
  const [latitude, longitude] = placeAt([left + x, top + y]);
  middle = [Math.max(-85, Math.min(85, latitude)), Math.max(-180, Math.min(180, longitude))];
  draw();
}

function zoomBy(steps) {
  zoom = Math.max(FARTHEST, Math.min(NEAREST, zoom + steps));
  draw();
}

function draw() {
  if (!known) return;
  const [width, height] = [view.clientWidth, view.clientHeight];
  const [left, top] = pixel(middle).map((at, side) => at - [width, height][side] / 2);
  drawPictures(left, top, width, height);
  drawing.setAttribute('viewBox', `0 0 ${width} ${height}`);
  fill(drawing, ...drawScale(width, height), ...known.towns.flatMap((town) => drawTown(town, left, top)));
  hideCrowded();
  tellSpot();
}

function drawTown(town, left, top) {
  const [x, y] = pixel(town).map((at, side) => at - [left, top][side]);
  const dot = shape('circle', { cx: x, cy: y, r: 4, class: 'map-dot' });
  const label = shape('text', { x: x + 8, y: y + 5, class: 'map-label' });
  label.textContent = town[2];
  return [dot, label];
}

/** Of names that would lie over each other the scale's stays, then the larger town's. */
function hideCrowded() {
  const taken = [];
  for (const label of drawing.querySelectorAll('.map-label')) {
    const box = label.getBBox();
    const free = taken.every((other) => box.x > other.x + other.width || other.x > box.x + box.width || box.y > other.y + other.height || other.y > box.y + box.height);
    if (free) taken.push(box);
    else label.remove();
  }
}

/** A bar of a round length, so that one can tell how far a town is. */
function drawScale(width, height) {
  const metres = (156543 * Math.cos((middle[0] * Math.PI) / 180)) / 2 ** zoom;
  const power = 10 ** Math.floor(Math.log10(metres * 120));
  const length = [5, 2, 1].map((one) => one * power).find((one) => one <= metres * 120);
  const said = shape('text', { x: 12, y: height - 18, class: 'map-label' });
  said.textContent = length >= 1000 ? say('kilometres', { count: length / 1000 }) : say('metres', { count: length });
  return [shape('path', { d: `M12 ${height - 10}h${length / metres}`, class: 'map-scale' }), said];
}

function drawPictures(left, top, width, height) {
  if (!known.tiles) return;
  const shown = [];
  for (let x = Math.floor(left / TILE); x * TILE < left + width; x += 1) {
    for (let y = Math.floor(top / TILE); y * TILE < top + height; y += 1) shown.push(picture(x, y, left, top));
  }
  fill(pictures, ...shown);
}

function picture(x, y, left, top) {
  const image = el('img', 'map-tile');
  image.alt = '';
  image.referrerPolicy = 'origin';
  image.src = known.tiles.replace('{z}', zoom).replace('{x}', x).replace('{y}', y);
  image.style.left = `${x * TILE - left}px`;
  image.style.top = `${y * TILE - top}px`;
  return image;
}

function shape(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const key of Object.keys(attributes)) made.setAttribute(key, attributes[key]);
  return made;
}

function tellSpot() {
  const [latitude, longitude] = middle.map((degrees) => degrees.toFixed(5));
  spot.textContent = say('map_spot', { latitude, longitude });
}

let held = null;
view.addEventListener('pointerdown', (event) => {
  held = [event.clientX, event.clientY];
  view.setPointerCapture(event.pointerId);
});
view.addEventListener('pointermove', (event) => {
  if (!held) return;
  moveBy(held[0] - event.clientX, held[1] - event.clientY);
  held = [event.clientX, event.clientY];
});
for (const end of ['pointerup', 'pointercancel']) view.addEventListener(end, () => (held = null));
view.addEventListener('wheel', (event) => {
  event.preventDefault();
  zoomBy(event.deltaY < 0 ? 1 : -1);
}, { passive: false });

const KEYS = {
  ArrowLeft: () => moveBy(-STEP, 0),
  ArrowRight: () => moveBy(STEP, 0),
  ArrowUp: () => moveBy(0, -STEP),
  ArrowDown: () => moveBy(0, STEP),
  '+': () => zoomBy(1),
  '=': () => zoomBy(1),
  '-': () => zoomBy(-1),
};
view.addEventListener('keydown', (event) => {
  if (!KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
});
document.getElementById('map-nearer').addEventListener('click', () => zoomBy(1));
document.getElementById('map-farther').addEventListener('click', () => zoomBy(-1));
jump.addEventListener('change', () => {
  const town = known && known.towns[jump.value];
  if (!town) return;
  [middle, zoom] = [[town[0], town[1]], NEAR_TOWN];
  draw();
});
document.getElementById('map-use').addEventListener('click', () => {
  if (!known) return;
  dialog.close();
  choose(middle.map((degrees) => degrees.toFixed(5)));
});
window.addEventListener('resize', () => dialog.open && draw());
