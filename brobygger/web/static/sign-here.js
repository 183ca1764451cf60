// On the page with coverage: the place to write a name shows when «på skærmen» is chosen. Without scripts: a tick alone.

import { pad } from "./signing.js";

const place = document.querySelector("[data-sign]");
if (place) {
  const kept = place.querySelector("input");
  const written = pad(place.querySelector("canvas"), { path: kept.value, changed: (path) => (kept.value = path) });
  place.querySelector("button").addEventListener("click", () => written.clear());
  const turn = () => {
    place.hidden = document.querySelector('[name="how"]:checked')?.value !== "screen";
    kept.disabled = place.hidden;
  };
  for (const one of document.querySelectorAll('[name="how"]')) one.addEventListener("change", turn);
  turn();
}
