// The panel beside a text, while it is written. Without this file a button does the same.
"use strict";

const writing = document.getElementById("text-check");
const panel = document.getElementById("text-panel");
const WAIT = 1500; // milliseconds of rest before asking: nobody wants advice in the middle of a word
let waiting = 0;
let asked = 0;

async function ask() {
  const given = new FormData(writing);
  if (!String(given.get("text")).trim()) return;
  given.set("idempotency_key", crypto.randomUUID()); // nothing is stored: each question is a new one
  const number = ++asked;
  try {
    const answer = await fetch(writing.action, { method: "POST", body: given, headers: { "X-Panel": "1" } });
    if (answer.ok && number === asked) panel.innerHTML = await answer.text();
  } catch {
    // The network is down: the last advice stays, and the button still works.
  }
}

writing.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(ask, WAIT);
});
