/* One key for each thing a person does often. Never while typing; can be switched off (WCAG 2.1.4).
   Anything with `data-shortcut="a"` is reached with A: a field is focused, a <details> opened, the rest is clicked.
   A list with `data-keys` is walked with J and K or the arrows; Enter opens. */

const SETTING = "musterpoint.shortcuts";
const isOn = () => localStorage.getItem(SETTING) !== "off";
const isTyping = (el) => el.isContentEditable || el.matches?.("textarea, select, input:not([type=checkbox], [type=radio], [type=button])");
const isSeen = (el) => el.checkVisibility ? el.checkVisibility() : el.offsetParent !== null;

function reach(el) {
  if (el.matches("details")) {
    el.open = true;
    el.querySelector("input, textarea, select, a, button")?.focus();
  } else if (isTyping(el)) {
    el.focus();
    el.scrollIntoView({ block: "nearest" });
  } else {
    el.click();
  }
}

function walk(step) {
  const links = [...document.querySelectorAll("[data-keys] a[data-row]")].filter(isSeen);
  if (!links.length) return false;
  const at = links.indexOf(document.activeElement);
  const next = links[Math.min(Math.max(at + step, 0), links.length - 1)];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) {
    event.preventDefault();
    return event.target.form.requestSubmit();
  }
  if (event.key === "Escape" && isTyping(event.target) && !event.target.closest("dialog")) return event.target.blur();
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !isOn()) return;
  const isOpen = document.querySelector("dialog:modal");
  if (event.key === "?" && !isOpen) {
    event.preventDefault();
    return document.getElementById("shortcuts")?.showModal();
  }
  if (isOpen) return;
  const onList = event.target.closest?.("[data-keys]");
  const step = { j: 1, k: -1, ArrowDown: onList ? 1 : 0, ArrowUp: onList ? -1 : 0 }[event.key];
  if (step && walk(step)) return event.preventDefault();
  const found = [...document.querySelectorAll(`[data-shortcut="${CSS.escape(event.key.toLowerCase())}"]`)];
  const el = found.find(isSeen) ?? found.find((one) => one.closest("details.menu")?.checkVisibility?.());
  if (!el || el.disabled) return;
  event.preventDefault();
  reach(el);
});

const box = document.querySelector("[data-shortcuts-setting]");
if (box) {
  box.checked = isOn();
  box.addEventListener("change", () => localStorage.setItem(SETTING, box.checked ? "on" : "off"));
}
