/* A form with `data-draft="key"` survives a closed tab: kept here at once, and on the server when it gives an address.
   Each restored draft says so and can be thrown away. Forgotten when the server has accepted the form, not before. */

import { isSending, isSentByScript } from "./forms.js";
import { masked } from "./personal.js";

const PREFIX = "musterpoint.draft.";
const SKIP = /^(csrfmiddlewaretoken|version)$/;
/* htmx listens only once the page is whole: what is said earlier is not heard. */
const whole = new Promise((go) => (document.readyState === "complete" ? go() : addEventListener("load", go, { once: true })));
const time = () => new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

function read(form) {
  return [...new FormData(form)].filter(([name, value]) => !SKIP.test(name) && typeof value === "string" && value);
}

/* A card, its code or a password is kept nowhere, this device included. */
const store = (key, pairs) => localStorage.setItem(key, JSON.stringify(pairs.map(([name, value]) => [name, masked(value)])));

function write(form, pairs) {
  for (const field of form.elements) {
    if (!field.name || SKIP.test(field.name) || (field.type === "hidden" && !("draftKeep" in field.dataset))) continue;
    const values = pairs.filter(([name]) => name === field.name).map(([, value]) => value);
    if (/^(checkbox|radio)$/.test(field.type)) field.checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
  }
}

function clear(form) {
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden") continue;
    if (/^(checkbox|radio)$/.test(field.type)) field.checked = false;
    else field.value = "";
  }
}

function status(form, text) {
  const place = form.querySelector("[data-draft-status]");
  if (place) place.textContent = text;
}

async function keep(form, key) {
  const pairs = read(form);
  if (!pairs.length) return;
  store(key, pairs);
  let where = "";
  if (form.dataset.draftUrl) {
    try {
      const answer = await fetch(form.dataset.draftUrl, { method: "POST", body: new FormData(form) });
      if (!answer.ok) throw new Error(String(answer.status));
    } catch {
      where = form.dataset.draftHere || " on this device";
    }
  }
  status(form, `${form.dataset.draftKept || "Draft kept"} ${time()}${where}`);
}

/* What was kept, here or by the server, stands in the form again: say so, and go on where it ends. */
function isBack(form, forget) {
  status(form, form.dataset.draftRestored || "Your draft is back");
  if (forget) forget.hidden = false;
  for (const field of form.querySelectorAll("textarea, input[type=text]")) {
    field.setSelectionRange(field.value.length, field.value.length);
  }
  whole.then(() => form.dispatchEvent(new CustomEvent("musterpoint:restored", { bubbles: true })));
}

/* Rows that were added and not sent are no part of the page that comes back: the server makes them again. */
const lacks = (form, pairs) => "draftRebuild" in form.dataset && pairs.some(([name]) => !form.elements.namedItem(name));
function rebuild(form, pairs) {
  const again = document.createElement("form");
  again.method = "post";
  again.action = location.href;
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  for (const [name, value] of [...pairs, ["again", "yes"], ["csrfmiddlewaretoken", token]]) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    again.append(field);
  }
  document.body.append(again);
  again.submit();
}

export function care(form) {
  const key = PREFIX + form.dataset.draft;
  const forget = form.querySelector("[data-draft-forget]");
  let timer = 0;
  const saved = localStorage.getItem(key);
  if (saved && !("draftFresh" in form.dataset) && !form.querySelector("[aria-invalid]:not([data-finding])")) {
    if (lacks(form, JSON.parse(saved))) return rebuild(form, JSON.parse(saved));
    write(form, JSON.parse(saved));
    form.dataset.dirty = "true";
    isBack(form, forget);
  } else if ("draftHeld" in form.dataset) isBack(form, forget);
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => keep(form, key), 700);
    if (forget) forget.hidden = false;
  });
  forget?.addEventListener("click", () => {
    clearTimeout(timer);
    localStorage.removeItem(key);
    if (form.dataset.draftUrl) {
      const body = new FormData();
      body.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
      body.set("forget", "yes");
      fetch(form.dataset.draftUrl, { method: "POST", body }).catch(() => {});
    }
    form.reset();
    clear(form); // what the server had kept is the form's default
    status(form, "");
    forget.hidden = true;
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    store(key, read(form)); // the sending may fail
    if (!isSentByScript(form)) sessionStorage.setItem(PREFIX + "sent", key);
  });
  form.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.elt === form && detail.successful && isSending(detail)) localStorage.removeItem(key);
  });
  addEventListener("pagehide", () => {
    if (form.dataset.dirty === "true") store(key, read(form));
  });
}

/* After a plain submit the next page tells how it went. Accepted: the server led on to another page, and that one
   stands in the frame. Refused, signed out or no network at all: it did not, and the words stay. */
const takeSent = () => {
  const sent = sessionStorage.getItem(PREFIX + "sent");
  sessionStorage.removeItem(PREFIX + "sent");
  return sent;
};
const sent = takeSent();
const wasLedOn = performance.getEntriesByType("navigation")[0]?.redirectCount > 0;
if (sent && wasLedOn && document.querySelector("header.top")) localStorage.removeItem(sent);
addEventListener("pageshow", ({ persisted }) => persisted && takeSent());
document.querySelectorAll("form[data-draft]").forEach(care);
