// Keeps the looks of pages and one empty page on the phone, so that a visit can be shown without coverage.
// No page with persons is ever kept here: what a page says about people lies sealed in store.js.
"use strict";

const KEPT_AS = "brobygger-2";
const SHELL = "/uden-daekning/";
const VENDOR = "/static/vendor/dkfds/";
const FONT = VENDOR + "fonts/IBMPlexSans/complete/woff2/IBMPlexSans-";
const KEPT = [
  SHELL,
  VENDOR + "css/dkfds.min.css",
  VENDOR + "img/all-svg-icons.svg",
  FONT + "Regular.woff2",
  FONT + "SemiBold.woff2",
  FONT + "Bold.woff2",
  "/static/brobygger.css",
  "/static/front-line.css",
  "/static/brobygger.svg",
  "/static/brobygger.js",
  "/static/offline/store.js",
  "/static/offline/sending.js",
  "/static/offline/screens.js",
  "/static/offline/visit.js",
  "/static/offline/yes.js",
  "/static/signing.js",
];
const PATIENCE = 15000; // milliseconds; coverage that answers later than this is no coverage

async function keepAll() {
  const kept = await caches.open(KEPT_AS);
  await kept.addAll(KEPT);
}

self.addEventListener("install", (event) => event.waitUntil(keepAll().then(() => self.skipWaiting())));

self.addEventListener("activate", (event) =>
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== KEPT_AS).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  ),
);

function inTime(request) {
  if (request.method !== "GET") return fetch(request);
  const tooLate = new Promise((_done, fail) => setTimeout(fail, PATIENCE, new Error("too late")));
  return Promise.race([fetch(request), tooLate]);
}

async function page(event) {
  try {
    const answer = await inTime(event.request);
    if (new URL(event.request.url).pathname === "/min-dag/") event.waitUntil(keepAll().catch(() => {}));
    return answer;
  } catch (cut) {
    const shell = await caches.match(SHELL);
    if (shell) return shell;
    throw cut;
  }
}

async function look(request) {
  try {
    return await fetch(request);
  } catch (cut) {
    const kept = await caches.match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw cut;
  }
}

self.addEventListener("fetch", (event) => {
  const asked = new URL(event.request.url);
  if (asked.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(page(event));
  else if (event.request.method === "GET" && asked.pathname.startsWith("/static/")) event.respondWith(look(event.request));
});
