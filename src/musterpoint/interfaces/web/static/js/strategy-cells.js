/* Cells and steps of a strategy that is written: a colour follows what is chosen, a step moves up and down. */

document.addEventListener("change", ({ target }) => {
  if (target.matches?.("select[data-ranks]")) {
    const rank = target.dataset.ranks.split(" ").indexOf(target.value);
    target.className = `rank-${rank < 0 ? 0 : Math.min(rank, 4) + 1}`;
  } else if (target.matches?.("select[data-heat]")) {
    target.className = `heat-${target.value || 0}`;
  } else if (target.matches?.("select[data-letter]")) {
    target.className = `letter-${target.value.charAt(0).toLowerCase()}`;
  }
});

const renumber = (list) =>
  [...list.querySelectorAll(":scope > [data-step]")].forEach((step, index) => {
    step.querySelector("[data-place]").value = index + 1;
    step.querySelector(".step-no").textContent = index + 1;
  });

for (const button of document.querySelectorAll("[data-move]")) button.hidden = false;

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-move]");
  if (!button) return;
  const step = button.closest("[data-step]");
  const other = button.dataset.move < 0 ? step.previousElementSibling : step.nextElementSibling;
  if (!other) return;
  if (button.dataset.move < 0) other.before(step);
  else other.after(step);
  renumber(step.parentElement);
  button.focus();
  step.querySelector("[data-place]").dispatchEvent(new Event("input", { bubbles: true }));
});
