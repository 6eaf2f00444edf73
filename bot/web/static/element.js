// How are elements made and filled? Text goes in as text, so nothing that anybody wrote can become HTML.

/** An element with a class and children: `el('p', 'note', 'text')`. */
export function el(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/** Put these children in place of the old ones. `replaceChildren` is missing on old phones. */
export function fill(element, ...children) {
  element.textContent = '';
  element.append(...children);
}
