/* What every form does: knows that it holds unsaved words, is not sent twice, and keeps its words when the network fails. */

const mark = (form, dirty) => (dirty ? (form.dataset.dirty = "true") : delete form.dataset.dirty);

document.addEventListener("input", ({ target }) => {
  const form = target.form;
  if (form?.getAttribute("method") === "post") mark(form, true);
});
document.addEventListener("reset", ({ target }) => mark(target, false));

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-minutes-ago]");
  if (!button) return;
  const field = document.getElementById(button.dataset.for);
  const at = new Date(Date.now() - 60_000 * Number(button.dataset.minutesAgo));
  const zone = document.documentElement.dataset.zone;
  const parts = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "short", timeZone: zone }).format(at);
  field.value = parts.replace(" ", "T");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  for (const other of button.parentElement.querySelectorAll("[data-minutes-ago]")) {
    other.setAttribute("aria-pressed", String(other === button));
  }
});

const path = (address) => new URL(address || "", location.href).pathname;

/* Does htmx send this form, not the browser? (It may ask for something else while one types.) */
export const isSentByScript = (form) =>
  Boolean(window.htmx && form.hasAttribute("hx-post") && path(form.getAttribute("hx-post")) === path(form.getAttribute("action")));

/* Is htmx sending this form to where it belongs? (A look at suggestions while typing is not a sending.) */
export function isSending({ elt, pathInfo }) {
  return Boolean(elt.matches?.("form") && path(pathInfo?.requestPath) === path(elt.getAttribute("action")));
}

/* htmx sends: lift the protection of the form being sent, give it back when the sending failed. */
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (!isSending(detail)) return;
  const form = detail.elt;
  form.dataset.sent = "true";
  form.querySelectorAll("button").forEach((button) => button.setAttribute("aria-busy", "true"));
  mark(form, false);
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!isSending(detail)) return;
  const form = detail.elt;
  delete form.dataset.sent;
  form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  const failed = !detail.successful && ![409, 422].includes(detail.xhr?.status);
  if (!detail.successful && form.querySelector("textarea, select, input:not([type=hidden])")) mark(form, true);
  const notice = document.querySelector("[data-send-failed]");
  if (notice) notice.hidden = !failed;
});

document.addEventListener("submit", ({ target }) => {
  if (target.dataset.confirmed || !target.dataset.dirty) return;
  mark(target, false);
});
addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-dirty='true']:not([data-draft])")) event.preventDefault();
});

/* A suggestion fills a field: data-set names the field, data-value the value. */
document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-set]");
  const field = button && document.getElementById(button.dataset.set);
  if (!field) return;
  field.value = button.dataset.value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
  field.focus();
});

/* What opens at the foot of a form comes out from under the bar that stays there. */
document.addEventListener("toggle", ({ target }) => {
  if (target.open && target.matches("form details.more") && target.contains(document.activeElement)) target.scrollIntoView({ block: "nearest" });
}, true);

/* Filters work at once; the button is for browsers without JavaScript. */
document.addEventListener("change", ({ target }) => target.closest?.("form[data-filters]")?.requestSubmit());
