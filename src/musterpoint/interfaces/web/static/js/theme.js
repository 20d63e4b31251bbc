/* Sets the chosen theme before anything is drawn, and remembers a choice. Loaded in the head, not deferred. */
const THEME = "musterpoint.theme";

function show(theme) {
  document.documentElement.dataset.theme = theme;
  for (const button of document.querySelectorAll("[data-set-theme]")) {
    button.setAttribute("aria-pressed", String(button.dataset.setTheme === theme));
  }
}

show(localStorage.getItem(THEME) || "auto");
document.addEventListener("DOMContentLoaded", () => show(localStorage.getItem(THEME) || "auto"));
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-set-theme]");
  if (!button) return;
  localStorage.setItem(THEME, button.dataset.setTheme);
  show(button.dataset.setTheme);
});
