/* A form with `data-draft="key"` survives a closed tab: kept here at once, and on the server when it gives an address.
   Each restored draft says so and can be thrown away. Forgotten when the server has accepted the form. */

import { isSending } from "./forms.js";

const PREFIX = "musterpoint.draft.";
const SKIP = /^(csrfmiddlewaretoken|version)$/;
const time = () => new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

function read(form) {
  return [...new FormData(form)].filter(([name, value]) => !SKIP.test(name) && typeof value === "string" && value);
}

function write(form, pairs) {
  for (const field of form.elements) {
    if (!field.name || SKIP.test(field.name) || field.type === "hidden") continue;
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
  localStorage.setItem(key, JSON.stringify(pairs));
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

export function care(form) {
  const key = PREFIX + form.dataset.draft;
  const forget = form.querySelector("[data-draft-forget]");
  let timer = 0;
  const saved = localStorage.getItem(key);
  if (saved && !form.querySelector("[aria-invalid]")) {
    write(form, JSON.parse(saved));
    form.dataset.dirty = "true";
    form.dispatchEvent(new CustomEvent("musterpoint:restored", { bubbles: true }));
    status(form, form.dataset.draftRestored || "Your draft is back");
    if (forget) forget.hidden = false;
  }
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
    sessionStorage.setItem(PREFIX + "sent", key);
  });
  form.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.elt === form && detail.successful && isSending(detail)) localStorage.removeItem(key);
  });
  addEventListener("pagehide", () => {
    if (form.dataset.dirty === "true") localStorage.setItem(key, JSON.stringify(read(form)));
  });
}

/* After a plain submit the next page tells how it went: with errors shown, the form is still here. */
const sent = sessionStorage.getItem(PREFIX + "sent");
sessionStorage.removeItem(PREFIX + "sent");
const forms = [...document.querySelectorAll("form[data-draft]")];
if (sent && !forms.some((form) => PREFIX + form.dataset.draft === sent && form.querySelector("[aria-invalid]"))) {
  localStorage.removeItem(sent);
}
forms.forEach(care);
