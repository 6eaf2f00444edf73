// How is a photo got ready to be sent? Small enough for a slow line, and without the place where it was taken.

const LARGEST = 10 * 1024 * 1024;
const LONGEST_SIDE = 2000;
const SMALL_ENOUGH = 1024 * 1024;
const TYPES = ['image/jpeg', 'image/png', 'image/webp'];
// Browsers that do not know this property would draw a photo lying on its side.
const TURNS = window.CSS && CSS.supports('image-orientation', 'from-image');

/** {file, picture}: what to send, and what to show of it (null on old browsers); or {fault: 'unreadable' | 'too_large'}. */
export async function prepare(file) {
  if (file.type && !TYPES.includes(file.type)) return { fault: 'unreadable' };
  let bitmap = null;
  try {
    if (window.createImageBitmap) bitmap = await createImageBitmap(file);
  } catch (fault) {
    return { fault: 'unreadable' };
  }
  const sent = (bitmap && TURNS && (await shrink(bitmap, file))) || file;
  if (sent.size > LARGEST) return { fault: 'too_large' };
  return { file: sent, picture: bitmap && TURNS ? draw(bitmap, 144) : null };
}

/** A smaller file of the same photo; null where it is small already. */
function shrink(bitmap, file) {
  if (file.size <= SMALL_ENOUGH && Math.max(bitmap.width, bitmap.height) <= LONGEST_SIDE) return null;
  return new Promise((done) => draw(bitmap, LONGEST_SIDE).toBlob(done, 'image/jpeg', 0.85));
}

/** On white, no side longer than this. */
function draw(bitmap, longest) {
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** The response once all was sent; `told` hears how much was, from 0 to 1. Rejects where no answer came. */
export function upload({ file, id }, language, told, signal) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest(); // fetch does not tell how far it is
    request.open('POST', '/photo');
    request.setRequestHeader('Content-Type', file.type || 'image/jpeg');
    request.setRequestHeader('Accept-Language', language);
    request.setRequestHeader('Idempotency-Key', id);
    request.upload.onprogress = (event) => event.lengthComputable && told(event.loaded / event.total);
    request.onload = () => done({ ok: request.status === 200, status: request.status, json: () => JSON.parse(request.responseText) });
    request.onerror = failed;
    request.onabort = failed;
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
