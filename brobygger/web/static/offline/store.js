// What the phone keeps, sealed (AES-GCM). See docs/decisions/016 for what protects it.
//   key     one row: the first half of today's key, as a CryptoKey no script can read out
//   day     the visits of today: { episode, place, owner, sealed }
//   visits  what has been said: { id, episode, owner, day, state, changed, sealed }
// States of a visit: open · saved ("gemt på telefonen") · received ("modtaget") · help ("kræver hjælp").

const NAME = "brobygger-visits";
const COOKIE = "paa_telefonen";
export const DAY = 24 * 60 * 60 * 1000;

let opened = null;

function database() {
  opened ??= new Promise((done, fail) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("key", { keyPath: "id" });
      asked.result.createObjectStore("day", { keyPath: "episode" });
      asked.result.createObjectStore("visits", { keyPath: "id" });
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  return opened;
}

// One transaction; resolves when it is on the disk ("strict"), not before: "gemt på telefonen" is a promise.
async function within(stores, mode, work) {
  const base = await database();
  return new Promise((done, fail) => {
    const transaction = base.transaction(stores, mode, { durability: "strict" });
    const result = work(transaction);
    transaction.oncomplete = () => done(result?.result);
    transaction.onabort = transaction.onerror = () => fail(transaction.error);
  });
}

const all = (store) => within([store], "readonly", (at) => at.objectStore(store).getAll());

// ---- The key

const bytes = (hex) => Uint8Array.from(hex.match(/../g), (two) => parseInt(two, 16));

const firstHalf = (hex) => crypto.subtle.importKey("raw", bytes(hex), "HKDF", false, ["deriveKey"]);

const together = (first, second) =>
  crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: bytes(second), info: new TextEncoder().encode("brobygger-visits") },
    first,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );

export const keyOf = async ([first, second]) => together(await firstHalf(first), second);

// Today's key, while the browser still has its second half; null after log out or a working day.
export async function todaysKey() {
  const [kept] = await all("key");
  const found = document.cookie.match(new RegExp(`(?:^|; )${COOKIE}=(\\d{4}-\\d\\d-\\d\\d)\\.([0-9a-f]{64})`));
  if (!kept || !found || found[1] !== kept.day) return null;
  return { owner: kept.owner, day: kept.day, key: await together(kept.first, found[2]) };
}

// ---- Sealing

async function seal(key, id, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const told = { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(id) };
  return { iv, data: await crypto.subtle.encrypt(told, key, new TextEncoder().encode(JSON.stringify(value))) };
}

export async function unseal(key, id, sealed) {
  const told = { name: "AES-GCM", iv: sealed.iv, additionalData: new TextEncoder().encode(id) };
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(told, key, sealed.data)));
}

// ---- The day

const near = (visit, offers) =>
  visit.near.map(([id, far]) => ({ ...offers[id], where: [offers[id].where, far].filter(Boolean).join(", ") }));

export async function keepDay(told) {
  const first = await firstHalf(told.keys[told.day][0]);
  const key = await keyOf(told.keys[told.day]);
  const rows = await Promise.all(
    told.visits.map(async (visit, place) => ({
      episode: visit.episode,
      place,
      owner: told.owner,
      sealed: await seal(key, visit.episode, { ...visit, consent: told.consent, offers: near(visit, told.offers) }),
    })),
  );
  await within(["key", "day"], "readwrite", (at) => {
    at.objectStore("key").clear();
    at.objectStore("key").put({ id: 1, owner: told.owner, day: told.day, first, until: Date.now() + told.seconds * 1000 });
    at.objectStore("day").clear();
    for (const row of rows) at.objectStore("day").put(row);
  });
}

export async function day(has) {
  const rows = (await all("day")).filter((row) => row.owner === has.owner).sort((one, other) => one.place - other.place);
  return Promise.all(rows.map((row) => unseal(has.key, row.episode, row.sealed)));
}

// At log out: names, addresses and key go at once. What is not sent stays sealed, and the server alone has its key.
export async function forgetDay() {
  document.cookie = `${COOKIE}=; Max-Age=0; path=/; SameSite=Strict`;
  const done = (await all("visits")).filter((row) => row.state === "received").map((row) => row.id);
  await within(["key", "day", "visits"], "readwrite", (at) => {
    at.objectStore("key").clear();
    at.objectStore("day").clear();
    for (const id of done) at.objectStore("visits").delete(id);
  });
}

// A day that is over goes by itself at the next opening, with or without coverage.
export async function forgetOld() {
  const [kept] = await all("key");
  if (kept && Date.now() > kept.until) await forgetDay();
}

// ---- What has been said

export const visits = () => all("visits");

export async function keepVisit(has, row, content) {
  const kept = { ...row, owner: has.owner, day: has.day, changed: Date.now() };
  kept.sealed = await seal(has.key, row.id, content);
  return markVisit(kept);
}

// Another state, with the sealed content as it is.
export async function markVisit(row) {
  await within(["visits"], "readwrite", (at) => at.objectStore("visits").put(row));
  return row;
}

export const forgetVisit = (id) => within(["visits"], "readwrite", (at) => at.objectStore("visits").delete(id));

// Ask the browser not to clear the phone by itself; it may say no, hence the warning after 24 hours.
export const askToStay = () => navigator.storage?.persist?.().catch(() => false);
