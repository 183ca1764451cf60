// Copies of the page's own templates, filled with text. No word stands in a script, and nothing is read as HTML.

const template = (name) => document.querySelector(`template[data-name="${name}"]`);

// A copy of a template. fill: { name: text }, when: { name: shown }, lists: { name: [node, …] }, does: { name: function }
export function part(name, { fill = {}, when = {}, lists = {}, does = {}, value = null } = {}) {
  const copy = template(name).content.cloneNode(true);
  if (value !== null) copy.querySelector("[value]").value = value;
  for (const place of copy.querySelectorAll("[data-when]")) {
    if (!when[place.dataset.when]) place.remove();
  }
  for (const place of copy.querySelectorAll("[data-fill]")) place.textContent = fill[place.dataset.fill] ?? "";
  for (const place of copy.querySelectorAll("a.phone[data-fill]")) place.href = `tel:${place.textContent.replaceAll(" ", "")}`;
  for (const place of copy.querySelectorAll("[data-list]")) place.append(...(lists[place.dataset.list] ?? []));
  for (const place of copy.querySelectorAll("[data-do]")) {
    const done = does[place.dataset.do];
    if (done) place.addEventListener("click", done, { once: true });
  }
  return copy;
}

// Show one screen; what reads aloud begins at its heading.
export function show(name, content) {
  const place = document.querySelector("[data-screen]");
  place.replaceChildren(part(name, content));
  place.dataset.screen = name;
  document.querySelector("[data-badge]").hidden = false;
  window.scrollTo(0, 0);
  place.querySelector("h1")?.focus();
}

export const word = (name) => template("words").content.querySelector(`[data-word="${name}"]`).textContent;

export function paragraph(text) {
  const made = document.createElement("p");
  made.textContent = text;
  return made;
}

// The paragraphs of our own consent text, as text.
export const paragraphs = (html) =>
  [...new DOMParser().parseFromString(html, "text/html").querySelectorAll("p, li")].map((one) => paragraph(one.textContent));

// "gemt på telefonen" or "modtaget", quietly in the corner; nothing before anything is kept.
export function badge(state) {
  for (const one of document.querySelectorAll("[data-badge] [data-state]")) {
    one.hidden = !one.dataset.state.split(" ").includes(state);
  }
}
