/* Makes one piece of the page equal to what the server sent, touching only what differs.
   Never touches a form in which someone is typing: it keeps their words and says that the record moved on.
   A form that was just sent is different: the answer to it is what the server made of those words. */

const isField = (el) => el.matches?.("input, textarea, select");
export const isProtected = (form) =>
  form.dataset.sent !== "true" && (form.dataset.dirty === "true" || (form.contains(document.activeElement) && isField(document.activeElement)));

const keyOf = (node) => (node.nodeType === 1 ? node.id || node.dataset.key || "" : "");
/* htmx remembers where a form goes from when it first saw it: a form that goes elsewhere is another form. */
const goes = (node) => (node.nodeType === 1 ? node.getAttribute("hx-post") : null);
const alike = (a, b) =>
  a.nodeType === b.nodeType && a.nodeName === b.nodeName && keyOf(a) === keyOf(b) && goes(a) === goes(b);

function attributes(old, fresh) {
  for (const { name, value } of [...fresh.attributes]) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    const stays = (name === "open" && /^(details|dialog)$/i.test(old.nodeName)) || /^(data-dirty|data-sent|style)$/.test(name);
    if (!fresh.hasAttribute(name) && !stays) old.removeAttribute(name);
  }
}

function values(old, fresh) {
  if (old === document.activeElement && old.form?.dataset.sent !== "true") return;
  if (old.matches("textarea")) old.value = fresh.value;
  else if (old.matches('[type="checkbox"], [type="radio"]')) old.checked = fresh.hasAttribute("checked");
  else if (old.matches("input")) old.value = fresh.getAttribute("value") ?? "";
  else if (old.matches("select")) old.value = fresh.value;
}

function stale(form, fresh) {
  const version = (f) => f.querySelector('[name="version"]')?.value;
  if (version(form) !== version(fresh)) form.classList.add("is-stale");
}

export function morph(old, fresh) {
  if (old.nodeType !== 1) {
    if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
    return;
  }
  if (old.matches("form") && isProtected(old)) return stale(old, fresh);
  if (old.matches("dialog[open]") && old.querySelector("[data-dirty='true']")) return;
  attributes(old, fresh);
  if (!old.matches("textarea, select")) children(old, fresh);
  else if (old.matches("select") && old.innerHTML !== fresh.innerHTML) old.innerHTML = fresh.innerHTML;
  if (isField(old)) values(old, fresh);
}

function children(old, fresh) {
  const kept = new Map([...old.children].filter(keyOf).map((child) => [keyOf(child), child]));
  let here = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const match = keyOf(wanted) ? kept.get(keyOf(wanted)) : here && alike(here, wanted) ? here : null;
    if (match && alike(match, wanted)) {
      if (match === here) here = here.nextSibling;
      else old.insertBefore(match, here);
      morph(match, wanted);
    } else {
      const added = document.importNode(wanted, true);
      old.insertBefore(added, here);
      if (added.nodeType === 1) window.htmx?.process(added);
    }
  }
  while (here) {
    const next = here.nextSibling;
    here.remove();
    here = next;
  }
}

/* Every section of the answer that has an id takes the place of the one on the page. */
export function take(root) {
  const taken = [];
  for (const fresh of [...root.children].filter((child) => child.id)) {
    const old = document.getElementById(fresh.id);
    if (!old) continue;
    morph(old, fresh);
    taken.push(old);
  }
  document.dispatchEvent(new CustomEvent("musterpoint:taken"));
  return taken;
}

/* hx-swap="morph": the answer to a form is any number of sections, each replaced by its id. Done here and not by an
   extension, which htmx looks for around the form: news may have replaced the form while it was being sent. */
document.addEventListener("htmx:beforeSwap", (event) => {
  const { detail } = event;
  if (!detail.shouldSwap || detail.requestConfig?.elt?.getAttribute("hx-swap") !== "morph") return;
  detail.shouldSwap = false;
  take(new DOMParser().parseFromString(detail.serverResponse, "text/html").body);
});
