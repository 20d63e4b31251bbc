/* Opens a <dialog> from any `data-dialog="id"`, and fetches the form of any `data-do` link into the dialog "do":
   without JavaScript the same link is a page. Also closes menus on a click elsewhere. */
import { take } from "./morph.js";
import { care } from "./drafts.js";
import { isSending } from "./forms.js";

function open(id) {
  const dialog = document.getElementById(id);
  if (!dialog) return false;
  if (dialog.open && !dialog.matches(":modal")) dialog.close();
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("[autofocus], [aria-invalid], textarea, select, input:not([type=hidden])")?.focus();
  return true;
}

async function ask(link) {
  const host = document.getElementById("do");
  try {
    const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    host.querySelectorAll("form").forEach((form) => form.remove());
    take(page.body);
    host.querySelectorAll("form[data-draft]").forEach(care);
    open("do");
  } catch {
    location.assign(link.href);
  }
}

document.addEventListener("click", (event) => {
  const asked = event.target.closest?.("[data-do]");
  if (asked && !event.ctrlKey && !event.metaKey && document.getElementById("do")) {
    event.preventDefault();
    ask(asked);
  }
  const opener = event.target.closest?.("[data-dialog]");
  if (opener && open(opener.dataset.dialog)) event.preventDefault();
  const closer = event.target.closest?.("dialog:modal [data-close]");
  if (closer) {
    event.preventDefault();
    const dialog = closer.closest("dialog");
    dialog.querySelectorAll("form").forEach((form) => delete form.dataset.dirty);
    dialog.close();
  }
  if (event.target.matches?.("dialog:modal") && !event.target.querySelector("[data-dirty='true']")) event.target.close();
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target) || event.target.closest("[data-closes] li")) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest?.("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

for (const dialog of document.querySelectorAll("dialog[open][data-modal]")) open(dialog.id);

/* A form which the server accepted closes the dialog it stands in; one on a page of its own leads back to the room. */
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const dialog = detail.successful && isSending(detail) && detail.elt.closest?.("dialog");
  if (!dialog) return;
  const back = dialog.matches(":modal") ? null : dialog.querySelector("a[data-close]");
  if (back) location.assign(back.href);
  else dialog.close();
});
