// What was said in this browser? Kept here, so that a reload or a closed tab loses nothing; bounded.
//
// An exchange is {id, text, answer} once answered and {id, text, failed} before: `failed` says why, or is empty while
// waiting; by its id the server knows it again.
// That of a photo has `photo`, that of a place `place`.

const KEY = 'ask-plan:chat:1';
const DRAFT = 'ask-plan:draft:1';
const MOST = 40;
const MOST_CHARACTERS = 400000;

/** The exchanges, oldest first. One that was still waiting when the page closed can be sent again. */
export function load(interrupted) {
  let kept = [];
  try {
    kept = JSON.parse(localStorage.getItem(KEY)) || [];
  } catch (fault) {
    // Storage is switched off, or holds what is not ours: an empty chat is right.
  }
  if (!Array.isArray(kept)) return [];
  kept = kept.filter((one) => one && typeof one.text === 'string' && (!one.answer || Array.isArray(one.answer.parts)));
  kept = kept.filter((one) => one.answer || !one.photo); // The file is gone, so it could not be sent again.
  for (const one of kept) if (!one.answer) one.failed = one.failed || interrupted;
  return kept;
}

/** Keep the newest exchanges that fit. */
export function save(exchanges) {
  let kept = exchanges.slice(-MOST);
  let text = JSON.stringify(kept);
  while (text.length > MOST_CHARACTERS && kept.length > 1) {
    kept = kept.slice(1);
    text = JSON.stringify(kept);
  }
  store(KEY, text);
}

export function loadDraft() {
  try {
    return localStorage.getItem(DRAFT) || '';
  } catch (fault) {
    return '';
  }
}

export function saveDraft(text) {
  store(DRAFT, text);
}

export function erase() {
  store(KEY, '');
}

function store(key, text) {
  try {
    if (text) localStorage.setItem(key, text);
    else localStorage.removeItem(key);
  } catch (fault) {
    // Full, or switched off in a private window: the chat goes on, it is only not kept.
  }
}
