"use strict";
// A canned sentence goes into the text; a photo is sent before the form that closes the case; a report is printed.
const coming = new WeakMap(); // by form: the photo that is on its way
const held = new WeakSet(); // forms that go off by themselves as soon as it is there

document.addEventListener("change", (event) => {
  const field = event.target;
  if (field.dataset.fills) {
    const text = document.getElementById(field.dataset.fills);
    text.value = (text.value ? text.value + "\n" : "") + field.value;
    field.value = "";
    text.focus();
  }
  if (field.dataset.to && field.files.length) {
    coming.set(field.form, send(field, document.getElementById("photo-said")));
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-prints]")) {
    window.print();
  }
});

// A form whose photo is still on its way waits for it, however often it is pressed.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!coming.has(form)) {
    return;
  }
  event.preventDefault();
  if (held.has(form)) {
    return;
  }
  held.add(form);
  form.querySelector("[role=status]").textContent = form.querySelector("[data-then]").dataset.then;
  let isThere = false;
  while (coming.has(form)) {
    isThere = await coming.get(form);
  }
  held.delete(form);
  if (isThere) {
    form.requestSubmit();
  }
});

// Whoever comes back to a page that said so may press again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) {
    document.querySelectorAll("form[data-wait] [role=status]").forEach((said) => { said.textContent = ""; });
  }
});

// Some work takes seconds: it is said, and nobody presses twice.
document.addEventListener("submit", (event) => {
  const said = event.target.dataset.wait && event.target.querySelector("[role=status]");
  if (!said) {
    return;
  }
  if (said.textContent) {
    event.preventDefault();
  }
  said.textContent = event.target.dataset.wait;
});

async function send(field, said) {
  said.textContent = field.dataset.wait;
  const photo = field.files[0];
  try {
    const headers = { "Content-Type": photo.type, "X-CSRF": field.dataset.csrf };
    const answer = await fetch(field.dataset.to, { method: "POST", body: photo, headers });
    if (!answer.ok) {
      throw new Error();
    }
    const number = (await answer.json()).photo;
    return arrived(field, photo, said, field.dataset.done, number);
  } catch {
    return arrived(field, photo, said, field.dataset.failed, "");
  }
}

// Whether it is there; of a photo in whose place another was chosen meanwhile nothing is told.
function arrived(field, photo, said, words, number) {
  if (field.files[0] === photo) {
    document.getElementById("photo-id").value = number;
    said.textContent = words;
    coming.delete(field.form);
  }
  return number !== "";
}
