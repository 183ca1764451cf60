// Groups in the making: take hold of somebody and let go over another group. With the keyboard, and without this
// file, «Ændr» under each name does the same: a drop chooses in that list and presses its button.
"use strict";

const FAR_ENOUGH = 6; // pixels: a hand that trembles is not dragging
const NEAR_EDGE = 70; // pixels from the window's edge where the page begins to move by itself
const MOVED = "moved-seat"; // whom to show when the page comes back
const groups = document.querySelector(".proposed-groups");
const board = groups?.closest("form");
let held = null;

function targetAt(x, y) {
  return document.elementFromPoint(x, y)?.closest("[data-drop]") ?? null;
}

function mayDrop(target) {
  if (!target || target === held.from) return false;
  const choices = [...held.select.options].map((option) => option.value);
  return choices.includes(target.dataset.drop);
}

function takeHold(event) {
  const one = event.target.closest("[data-seat]");
  if (held || event.button || !one) return;
  const select = one.querySelector("select.move-to");
  held = { one, select, from: one.closest("[data-drop]"), x: event.clientX, y: event.clientY, over: null, ghost: null };
  event.target.setPointerCapture(event.pointerId);
  event.preventDefault(); // no text is marked on the way
}

function begin() {
  const ghost = document.createElement("p");
  ghost.className = "held-person";
  ghost.textContent = held.one.querySelector(".proposed-name a").textContent;
  ghost.setAttribute("aria-hidden", "true");
  document.body.append(ghost);
  held.ghost = ghost;
  held.one.classList.add("is-held");
  board.classList.add("is-dragging");
  requestAnimationFrame(roll);
}

function follow(event) {
  if (!held) return;
  if (!held.ghost) {
    if (Math.hypot(event.clientX - held.x, event.clientY - held.y) < FAR_ENOUGH) return;
    begin();
  }
  held.x = event.clientX;
  held.y = event.clientY;
  // Through the object model, not a style attribute: the page's security policy allows no other way.
  held.ghost.style.setProperty("left", `${held.x + 14}px`);
  held.ghost.style.setProperty("top", `${held.y + 14}px`);
  showWhere();
}

// The page moves by itself while the hand rests near its edge.
function roll() {
  if (!held?.ghost) return;
  const step = held.y < NEAR_EDGE ? -12 : held.y > window.innerHeight - NEAR_EDGE ? 12 : 0;
  if (step) {
    window.scrollBy(0, step);
    showWhere();
  }
  requestAnimationFrame(roll);
}

function showWhere() {
  const target = targetAt(held.x, held.y);
  const over = mayDrop(target) ? target : null;
  if (over === held.over) return;
  held.over?.classList.remove("is-over");
  over?.classList.add("is-over");
  held.over = over;
}

function letGo(drop) {
  if (!held) return;
  const { one, select, over, ghost } = held;
  ghost?.remove();
  one.classList.remove("is-held");
  over?.classList.remove("is-over");
  board.classList.remove("is-dragging");
  held = null;
  if (!drop || !over) return;
  select.value = over.dataset.drop;
  sessionStorage.setItem(MOVED, one.dataset.seat);
  board.requestSubmit(one.querySelector('button[name="move"]'));
}

if (board) {
  for (const one of board.querySelectorAll("[data-seat]")) {
    const handle = document.createElement("span");
    handle.className = "drag-handle";
    handle.setAttribute("aria-hidden", "true"); // who cannot drag has «Ændr»
    handle.title = groups.dataset.dragTitle;
    one.querySelector(".proposed-name").prepend(handle);
    handle.addEventListener("pointerdown", takeHold);
    handle.addEventListener("pointermove", follow);
    handle.addEventListener("pointerup", () => letGo(true));
    handle.addEventListener("pointercancel", () => letGo(false));
  }
  for (const hidden of board.querySelectorAll(".drag-hint, .new-group-here")) hidden.hidden = false;
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") letGo(false);
  });
  const moved = sessionStorage.getItem(MOVED);
  sessionStorage.removeItem(MOVED);
  const there = moved && board.querySelector(`[data-seat="${CSS.escape(moved)}"]`);
  if (there) {
    there.classList.add("just-moved");
    there.scrollIntoView({ block: "center" });
  }
}
