// The page read aloud by the browser's own voice. The button is there only where such a voice speaks the page's language.
"use strict";

const button = document.getElementById("read-aloud");
const said = button && button.textContent;
const speech = window.speechSynthesis;

function voiceFor(language) {
  return speech.getVoices().find((voice) => voice.lang.toLowerCase().startsWith(language.slice(0, 2).toLowerCase()));
}

function languageOf(element) {
  return element.closest("[lang]").lang;
}

function show() {
  button.hidden = !voiceFor(document.documentElement.lang);
}

function stop() {
  speech.cancel();
  button.textContent = said;
  button.setAttribute("aria-pressed", "false");
}

function read() {
  const parts = [...document.querySelectorAll("article h1, article h2, article p, article li")].filter(
    (part) => !part.closest(".no-print, details") && part.textContent.trim() && voiceFor(languageOf(part)),
  );
  parts.forEach((part, place) => {
    const one = new SpeechSynthesisUtterance(part.textContent.trim());
    one.lang = languageOf(part);
    one.voice = voiceFor(one.lang);
    one.rate = 0.9; // a little slower than it talks by itself
    if (place === parts.length - 1) one.onend = stop;
    speech.speak(one);
  });
  button.textContent = button.dataset.stop;
  button.setAttribute("aria-pressed", "true");
}

if (button && speech) {
  show();
  speech.addEventListener?.("voiceschanged", show); // voices come a moment after the page
  button.addEventListener("click", () => (button.textContent === said ? read() : stop()));
  window.addEventListener("pagehide", () => speech.cancel());
}
