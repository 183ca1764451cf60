// Min dag with coverage takes the day's visits along and sends what waits. The page works without it.

import { askToStay } from "./store.js";
import { counts, keepSending, takeDay, tidy } from "./sending.js";

const place = document.querySelector("[data-on-the-phone]");

async function tell(taken) {
  const { saved, help, old } = await counts();
  const shown = { taken: taken && !saved && !help, saved: saved > 0, help: help > 0, old };
  for (const line of place.querySelectorAll("[data-when]")) line.hidden = !shown[line.dataset.when];
}

async function begin() {
  await tidy();
  await navigator.serviceWorker.register("/sw.js");
  const taken = Boolean(await takeDay());
  await navigator.serviceWorker.ready;
  await askToStay();
  await tell(taken);
  await keepSending((changed) => (changed ? window.location.reload() : tell(taken)));
}

if (place && "serviceWorker" in navigator && "locks" in navigator && crypto.subtle) begin();
