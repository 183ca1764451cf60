// A visit without coverage: opener, items one at a time, note, yes or no. Every tap is kept before the next screen.

import * as store from "./store.js";
import { badge, paragraph, paragraphs, part, show, word } from "./screens.js";
import { counts, keepSending, sendAll, takeDay, tidy } from "./sending.js";
import * as yes from "./yes.js";

const STANDING = new Set(["saved", "received", "help"]); // screens that say how far a visit has come
const BEFORE = { sign: "ask", wishes: "ask", offers: "wishes", share: "offers" }; // the steps after a yes
const leave = document.querySelector("[data-leave]");
let has = null; // today's key; null when the day is locked
let fetched = null; // the day as the server gave it now, with keys of earlier days
let shown = null; // the episode whose visit is on the screen
let back = null; // what «Tilbage» does here; null: to the list

leave.addEventListener("click", (tap) => {
  if (back === "away") return;
  tap.preventDefault();
  if (back) back();
  else list();
});

// ---- The list

async function list({ lost = false } = {}) {
  back = "away";
  leave.href = "/min-dag/";
  badge("");
  history.replaceState(null, "", lost ? location.pathname : "/uden-daekning/");
  const today = has ? await store.day(has) : [];
  const rows = await store.visits();
  const known = new Set(today.map((visit) => visit.episode));
  const visits = today.map((visit) => line(visit.name, [visit.when, visit.address], newest(rows, visit.episode), visit.episode));
  const others = await Promise.all(rows.filter((row) => !known.has(row.episode)).map(otherLine));
  const nothing = !visits.length && !others.length && Boolean(has);
  const { old } = await counts();
  show("list", { when: { lost, old, nothing, locked: !has }, lists: { visits, sealed: others } });
}

const newest = (rows, episode) =>
  rows.filter((row) => row.episode === episode).sort((one, other) => other.changed - one.changed)[0];

function line(name, facts, row, episode) {
  const when = row ? { [row.state]: true } : {};
  return part("row", { fill: { name, line: facts.filter(Boolean).join(" · ") }, when, does: { open: () => enter(episode) } });
}

async function otherLine(row) {
  const content = await read(row);
  return line(content?.name ?? word("sealed"), [], row, row.episode);
}

async function read(row) {
  if (has && row.owner === has.owner && row.day === has.day) return store.unseal(has.key, row.id, row.sealed);
  if (!fetched || row.owner !== fetched.owner || !fetched.keys[row.day]) return null;
  return store.unseal(await store.keyOf(fetched.keys[row.day]), row.id, row.sealed);
}

// What was begun or refused on an earlier day is opened with coverage: the server has the keys of those days.
async function openEarlierDays() {
  if ((await store.visits()).some((row) => row.day !== has?.day)) fetched = await takeDay();
  if (fetched) has = await store.todaysKey();
}

// ---- Into a visit, where it was left

async function enter(episode) {
  shown = episode;
  const row = newest(await store.visits(), episode);
  if (row && row.state !== "open") return standing(row);
  const draft = row ? await read(row) : null;
  if (draft) return go({ ...row }, draft);
  const visit = has ? (await store.day(has)).find((one) => one.episode === episode) : null;
  return visit ? begin(visit) : list({ lost: true });
}

async function standing(row) {
  back = null;
  const content = await read(row);
  badge(row.state);
  const told = (content?.told ?? []).map(([question, answer]) => part("told", { fill: { question, answer } }));
  const next = (content?.next ?? []).map((sentence) => paragraph(sentence));
  show(row.state, {
    fill: { name: content?.name ?? word("sealed"), why: content?.why },
    when: { why: content?.why, locked: !content, [`s${row.status}`]: !content?.why },
    lists: { told, next },
    does: { list: () => list(), again: () => again(row), remove: () => store.forgetVisit(row.id).then(() => list()) },
  });
}

async function again(row) {
  await store.markVisit({ ...row, state: "saved" });
  await sendAll();
  await enter(row.episode);
}

function begin(visit) {
  back = null;
  badge("");
  const start = (mode, step) => () => {
    const tongue = visit.tongues?.find(({ code }) => code === document.getElementById("id_tongue")?.value);
    const spoken = tongue ? { ...visit, items: tongue.items, opener: tongue.opener, dir: tongue.dir, lang: tongue.code } : visit;
    const id = crypto.randomUUID(); // made at opening: however often it is sent, it is one visit
    const numbers = { screening_id: crypto.randomUUID(), consent_id: crypto.randomUUID() };
    const opened = { ...numbers, opened_at: new Date().toISOString(), instrument: visit.instrument, mode, language: tongue?.code ?? "" };
    const draft = { name: visit.name, visit: spoken, opened, answers: visit.items.map(() => null), texts: {}, note: "", step };
    move({ id, episode: visit.episode, state: "open" }, draft, step);
  };
  const tongues = (visit.tongues ?? []).map(({ code, name }) => part("tongue", { fill: { name }, value: code }));
  const call = visit.mode === "phone";
  show("begin", {
    fill: visit,
    lists: { tongues },
    when: { tongues: tongues.length, address: visit.address, hint: visit.hint, opener: visit.opener, plain: !visit.opener, call, met: !call, number: call && visit.phone, near: visit.offers?.length },
    does: { visit: start("visit", 0), phone: start("phone", 0), nobody: start("visit", "no"), look: () => look(visit) },
  });
}

function look(visit) {
  back = () => begin(visit);
  yes.offers(visit, { none: () => begin(visit) });
}

// Keep the draft with the step it has come to, and only then show that step.
async function move(row, draft, step) {
  const next = { ...draft, step };
  await store.keepVisit(has, row, next);
  go(row, next);
}

function go(row, draft) {
  badge("open");
  const { step, visit } = draft;
  const items = visit.items.length;
  const answered = draft.answers.some((answer) => answer !== null);
  if (step === "note") back = items ? () => move(row, draft, items - 1) : null;
  else if (step === "ask") back = () => move(row, draft, "note");
  else if (step in BEFORE) back = () => move(row, draft, BEFORE[step]);
  else if (step === "no") back = answered ? () => move(row, draft, "ask") : () => begin(visit);
  else back = step > 0 ? () => move(row, draft, step - 1) : () => begin(visit);
  if (step === "note" || step >= items) note(row, draft);
  else if (step === "ask") ask(row, draft);
  else if (step in BEFORE) afterYes(row, draft);
  else if (step === "no") no(row, draft);
  else item(row, draft, visit.items[step]);
}

// ---- The screens of a visit

function item(row, draft, one) {
  const number = draft.step;
  const place = { number: number + 1, count: draft.visit.items.length, text: one.text, part: one.part };
  const onwards = (kept) => move(row, kept, number + 1 < draft.visit.items.length ? number + 1 : "note");
  const answer = (value) => onwards({ ...draft, answers: draft.answers.with(number, value) });
  if (one.kind === "scale" || one.kind === "yes_no") {
    const options = one.options.map(([value, label]) =>
      part("option", { fill: { label }, when: { chosen: draft.answers[number] === value }, does: { answer: () => answer(value) } }),
    );
    show("item", { fill: place, when: { part: one.part }, lists: { options } });
    inTongue(draft.visit);
  } else written(one, place, draft, number, answer, onwards);
}

// The question is read aloud, and written, in the language it is asked in.
function inTongue({ lang, dir }) {
  if (!lang) return;
  for (const place of document.querySelectorAll("[data-screen] fieldset, [data-screen] .form-group")) Object.assign(place, { lang, dir });
}

function written(one, place, draft, number, answer, onwards, wrong = false) {
  const words = one.kind === "text";
  const take = () => {
    const text = document.querySelector("[data-screen] .form-input").value.trim();
    if (words) onwards({ ...draft, texts: { ...draft.texts, [number]: text } });
    else if (/^\d{1,4}$/.test(text) && Number(text) <= one.highest) answer(Number(text));
    else written(one, place, draft, number, answer, onwards, true);
  };
  show("written", { fill: place, when: { number: !words, words, wrong, part: one.part }, does: { written: take } });
  inTongue(draft.visit);
  const field = document.querySelector("[data-screen] .form-input");
  field.id = "id_written";
  field.value = words ? (draft.texts[number] ?? "") : (draft.answers[number] ?? "");
}

function answersInWords({ visit, answers, texts }) {
  return visit.items.map((one, number) => {
    const label = one.options.find(([value]) => value === answers[number])?.[1];
    return [one.text, label ?? texts[number] ?? String(answers[number] ?? "–")];
  });
}

function note(row, draft) {
  const told = answersInWords(draft).map(([question, answer]) => part("told", { fill: { question, answer } }));
  const noted = () => move(row, { ...draft, note: document.getElementById("id_note").value }, "ask");
  show("note", { lists: { told }, does: { noted } });
  const field = document.getElementById("id_note");
  field.value = draft.note;
  field.addEventListener("change", () => store.keepVisit(has, row, { ...draft, note: field.value }));
}

function ask(row, draft) {
  const how = () => document.querySelector('[name="how"]:checked').value;
  show("ask", {
    lists: { consent: paragraphs(draft.visit.consent) },
    does: {
      yes: () => move(row, { ...draft, how: how() }, how() === "screen" ? "sign" : "wishes"),
      no: () => move(row, draft, "no"),
      later: () => save(row, draft, { said: "later" }),
    },
  });
}

function afterYes(row, draft) {
  const near = draft.visit.offers ?? [];
  const ready = (kept, offer = null) => {
    const signature = kept.how === "screen" ? (kept.signature ?? "") : "";
    const said = { said: "yes", how: kept.how, signature, wishes: kept.wishes ?? null, offer_id: offer?.id ?? null };
    return save(row, kept, said, offer);
  };
  if (draft.step === "sign") {
    yes.sign(draft, {
      signed: (signature) => move(row, { ...draft, signature }, "wishes"),
      spoken: () => move(row, { ...draft, how: "spoken", signature: "" }, "wishes"),
    });
  } else if (draft.step === "wishes") {
    yes.wishes(draft, (wishes) => (near.length ? move(row, { ...draft, wishes }, "offers") : ready({ ...draft, wishes })));
  } else if (draft.step === "offers") {
    yes.offers(draft.visit, { choose: (one) => move(row, { ...draft, offer: one.id }, "share"), none: () => ready(draft) });
  } else {
    const one = near.find((offer) => offer.id === draft.offer);
    yes.share(one, { yes: () => ready(draft, one), no: () => ready(draft) });
  }
}

function no(row, draft) {
  const options = draft.visit.reasons.map(([reason, label]) =>
    part("option", { fill: { label }, does: { answer: () => save(row, draft, { said: "no", reason }) } }),
  );
  show("no", { lists: { options } });
}

// ---- Gemt på telefonen, and on its way

async function save(row, draft, said, offer = null) {
  const { visit, opened, answers } = draft;
  const asked = answers.some((answer) => answer !== null);
  const note = [draft.note.trim(), ...Object.values(draft.texts)].filter(Boolean).join("\n").slice(0, 2000);
  const body = JSON.stringify({ ...opened, instrument: asked ? opened.instrument : "", answers: asked ? answers : [], note, ...said });
  const reason = visit.reasons.find(([code]) => code === said.reason)?.[1];
  const told = [
    ...(asked ? answersInWords(draft) : []),
    [word("ask"), reason ? `${word("no")}: ${reason}` : word(said.said)],
    ...(said.wishes?.own_words ? [[word("wishes"), said.wishes.own_words]] : []),
    ...(offer ? [[word("offer"), offer.name]] : []),
    ...(note ? [[word("note"), note]] : []),
  ];
  const kept = await store.keepVisit(has, { ...row, state: "saved" }, { name: draft.name, body, told });
  store.askToStay();
  await standing(kept);
  if (await sendAll().catch(() => false)) await enter(row.episode);
}

// ---- Opening

async function open() {
  await tidy();
  has = await store.todaysKey();
  await openEarlierDays();
  const episode = location.pathname.match(/^\/besoeg\/([0-9a-f-]{36})\//)?.[1];
  if (episode) await enter(episode);
  else await list({ lost: !["/uden-daekning/", "/min-dag/", "/hjem/", "/"].includes(location.pathname) });
  keepSending(async (changed) => {
    has ??= await store.todaysKey();
    const screen = document.querySelector("[data-screen]").dataset.screen;
    if (changed && screen === "list") await list();
    else if (changed && shown && STANDING.has(screen)) await enter(shown);
  });
}

open();
