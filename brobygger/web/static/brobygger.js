// Small comforts. Every page works without this file.
"use strict";

// A second click on the same button sends nothing; the server would not carry it out twice anyway (idempotency key).
document.addEventListener("submit", (sending) => {
  const form = sending.target;
  if (form.dataset.sent) {
    sending.preventDefault();
    return;
  }
  if (form.method === "post") {
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
  }
});

// Coming back with the browser's back button opens the page for sending again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }
});

// After an error: go to the list of what is missing, so that it is read first.
document.getElementById("error-summary")?.focus();

// The wall screen loads itself again; a network that is down for a moment leaves the last picture standing.
const seconds = Number(document.body.dataset.reloadSeconds);
if (seconds > 0) {
  setInterval(() => {
    if (navigator.onLine) window.location.reload();
  }, seconds * 1000);
}

// Log out takes the day off this phone first: names, addresses and the key to them (offline/store.js).
document.querySelector('form[action="/log-af/"]')?.addEventListener("submit", async (leaving) => {
  if (!("indexedDB" in window) || leaving.target.dataset.forgotten) return;
  leaving.preventDefault();
  leaving.target.dataset.forgotten = "yes";
  const store = await import("/static/offline/store.js").catch(() => null);
  await store?.forgetDay().catch(() => {});
  leaving.target.submit();
});
