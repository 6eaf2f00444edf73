// How does news of a case come to the page by itself? It asks now and then, seldom where nobody looks.

const SEEN = 20000;
const UNSEEN = 120000;

/** `fetchNews` gives an answer or null, `show` draws it. Nothing is asked before the person sent something. */
export function startNews(fetchNews, show, wanted) {
  let timer = null;
  async function look() {
    if (navigator.onLine && wanted()) {
      const answer = await fetchNews();
      if (answer) show(answer);
    }
    plan();
  }
  function plan() {
    clearTimeout(timer);
    timer = setTimeout(look, document.hidden ? UNSEEN : SEEN);
  }
  document.addEventListener('visibilitychange', () => (document.hidden ? plan() : look()));
  plan();
  look();
}
