// What comes after a yes, at the kitchen table: the name on the screen, a few wishes, and a place to begin.

import { paragraphs, part, show } from "./screens.js";
import { pad } from "../signing.js";

// The person writes his or her name. signed(path): it stands there; spoken(): the yes was said aloud instead.
export function sign(draft, { signed, spoken }, wrong = false) {
  let written = null;
  const again = (missing) => sign(draft, { signed, spoken }, missing);
  show("sign", {
    when: { wrong },
    lists: { consent: paragraphs(draft.visit.consent) },
    does: { signed: () => (written.empty() ? again(true) : signed(written.path())), clear: () => again(false), spoken },
  });
  written = pad(document.querySelector("[data-screen] canvas"));
}

// A few wishes; nothing is asked twice, and all of it may be left empty.
export function wishes(draft, done) {
  const screen = () => document.querySelector("[data-screen]");
  show("wishes", {
    does: {
      wished: () => {
        const chosen = [...screen().querySelectorAll('[name="interests"]:checked')].map((one) => one.value);
        const along = screen().querySelector('[name="companion"]:checked')?.value;
        done({
          interests: chosen,
          wants_companion: along === "yes" ? true : along === "no" ? false : null,
          own_words: document.getElementById("id_own_words").value.trim(),
        });
      },
    },
  });
  const kept = draft.wishes ?? { interests: [], wants_companion: null, own_words: "" };
  for (const one of screen().querySelectorAll('[name="interests"]')) one.checked = kept.interests.includes(one.value);
  const said = { true: "yes", false: "no" }[kept.wants_companion];
  for (const one of screen().querySelectorAll('[name="companion"]')) one.checked = one.value === said;
  document.getElementById("id_own_words").value = kept.own_words;
}

// What there is near the address. choose: null to look only.
export function offers(visit, { choose = null, none }) {
  const rows = (visit.offers ?? []).map((one) =>
    part("offer", {
      fill: one,
      when: { when: one.when, where: one.where, price: one.price, who: one.who, choose: choose !== null },
      does: { choose: () => choose(one) },
    }),
  );
  show("offers", { when: { choose: choose !== null, look: choose === null }, lists: { offers: rows }, does: { none } });
}

// Before a name is passed on: may they have it?
export function share(one, { yes, no }) {
  show("share", { fill: one, lists: { consent: paragraphs(one.consent) }, does: { yes, no } });
}
