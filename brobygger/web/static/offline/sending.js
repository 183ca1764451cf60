// Taking the day along, and bringing visits home: each once, by the number it got when it was opened.

import * as store from "./store.js";

const DAY_ADDRESS = "/uden-daekning/dag/";
const AGAIN = 30000; // milliseconds between attempts while something waits
const REFUSED = new Set([400, 404, 409, 422]); // whatever else is tried again

async function json(answer) {
  const kind = answer.headers.get("Content-Type") ?? "";
  return kind.startsWith("application/json") ? answer.json() : null;
}

// Somebody whose role is gone gets no key any more: what waits needs help, and stays sealed as it is.
async function accessIsGone() {
  const has = await store.todaysKey();
  for (const row of await store.visits()) {
    if (has && row.owner === has.owner && row.state === "saved") await store.markVisit({ ...row, state: "help", status: 403 });
  }
}

// Fetch and seal the day. Null without coverage or sign-in; throws nothing.
export async function takeDay() {
  try {
    const days = [...new Set((await store.visits()).map((row) => row.day))].slice(-60);
    const answer = await fetch(`${DAY_ADDRESS}?dage=${days.join(",")}`, { cache: "no-store" });
    const told = answer.ok ? await json(answer) : null;
    if (told) await store.keepDay(told);
    else if (answer.status === 403) await accessIsGone();
    return told;
  } catch {
    return null;
  }
}

async function send(row, content, csrf) {
  const answer = await fetch(`/besoeg/${row.episode}/modtag/`, {
    method: "POST",
    headers: { "X-CSRFToken": csrf, "Idempotency-Key": row.id, "Phone-Clock": new Date().toISOString() },
    body: new URLSearchParams({ visit: content.body }),
  });
  return { status: answer.status, led: answer.redirected, told: await json(answer) };
}

async function bringHome(row, told) {
  const key = await store.keyOf(told.keys[row.day]);
  const content = await store.unseal(key, row.id, row.sealed);
  const answer = await send(row, content, told.csrf);
  const has = { owner: row.owner, day: row.day, key };
  if (answer.told?.received === row.id) {
    await store.keepVisit(has, { ...row, state: "received" }, { name: content.name, next: answer.told.next });
    return true;
  }
  // Try again later. Who was led on was on the way to a receipt, and a receipt refuses nothing: without encryption a
  // line cut in the middle of its address leads to a page that is not there.
  if (answer.led || !REFUSED.has(answer.status)) return false;
  await store.keepVisit(has, { ...row, state: "help", status: answer.status }, { ...content, why: answer.told?.why ?? "" });
  return true;
}

// Send everything that waits. Resolves to whether anything changed. Only one page at a time sends.
export function sendAll() {
  return navigator.locks.request("brobygger-send", async () => {
    const waiting = (await store.visits()).filter((row) => row.state === "saved");
    if (!waiting.length) return false;
    const told = await takeDay();
    if (!told) return false;
    let changed = false;
    try {
      for (const row of waiting) {
        if (row.owner === told.owner && told.keys[row.day]) changed = (await bringHome(row, told)) || changed;
      }
    } catch {
      // The network was cut. What was not answered waits, under the same number.
    }
    if (changed) await takeDay();
    return changed;
  });
}

// Received visits are shown until the next day; then their receipt is no news.
export async function tidy() {
  await store.forgetOld();
  for (const row of await store.visits()) {
    if (row.state === "received" && Date.now() - row.changed > store.DAY) await store.forgetVisit(row.id);
  }
}

// Send now, when coverage comes back, when the page is looked at again, and every half minute. `after` tells the page.
export function keepSending(after) {
  const attempt = async () => {
    const changed = await sendAll().catch(() => false);
    await after(changed);
  };
  window.addEventListener("online", attempt);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && attempt());
  setInterval(attempt, AGAIN);
  return attempt();
}

export async function counts() {
  const rows = await store.visits();
  const of = (state) => rows.filter((row) => row.state === state);
  const old = of("saved").some((row) => Date.now() - row.changed > store.DAY);
  return { saved: of("saved").length, help: of("help").length, old };
}
