// Which words does the program say? They come with the page, in its language.

const data = JSON.parse(document.getElementById('words').textContent);

export const words = data.script;
export const language = document.documentElement.lang;

/** The wording with its {names} filled in. */
export function say(key, values) {
  return words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** What to tell a person when the server refused; an unknown status reads like a fault of ours. */
export function refusal(status) {
  return data.errors[status] || data.errors[500];
}
