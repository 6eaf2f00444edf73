"use strict";
// A canned sentence goes into the text; a photo is sent before the form that closes the case; a report is printed.
document.addEventListener("change", async (event) => {
  const field = event.target;
  if (field.dataset.fills) {
    const text = document.getElementById(field.dataset.fills);
    text.value = (text.value ? text.value + "\n" : "") + field.value;
    field.value = "";
    text.focus();
  }
  if (field.dataset.to && field.files.length) {
    await send(field, document.getElementById("photo-said"));
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-prints]")) {
    window.print();
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
  try {
    const photo = field.files[0];
    const headers = { "Content-Type": photo.type, "X-CSRF": field.dataset.csrf };
    const answer = await fetch(field.dataset.to, { method: "POST", body: photo, headers });
    if (!answer.ok) {
      throw new Error();
    }
    document.getElementById("photo-id").value = (await answer.json()).photo;
    said.textContent = field.dataset.done;
  } catch {
    said.textContent = field.dataset.failed;
  }
}
