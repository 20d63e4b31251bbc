/* Keeps `<time data-due>`, `data-age`, `data-ago` and `data-clock` right between two answers of the server.
   Counts on the server's clock: the page says when it was made, every live message says it again. */

const root = document.documentElement;
let ahead = root.dataset.at ? Date.parse(root.dataset.at) - Date.now() : 0;
export const setNow = (iso) => { ahead = Date.parse(iso) - Date.now(); };
const now = () => Date.now() + ahead;

export function span(milliseconds) {
  const seconds = Math.floor(Math.abs(milliseconds) / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (seconds < 60) return `${seconds} s`;
  if (minutes < 60) return `${minutes} min`;
  if (hours < 24) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  return hours % 24 ? `${Math.floor(hours / 24)} d ${hours % 24} h` : `${hours / 24} d`;
}

const put = (el, text) => { if (el.textContent !== text) el.textContent = text; };

function due(el, left) {
  const just = left < 0 && left > -60_000 && el.dataset.just;
  put(el, just || (left < 0 ? `overdue ${span(left)}` : `due in ${span(left)}`));
  const tone = just ? "soon" : left < 0 ? "now" : left <= 600_000 ? "soon" : "later";
  if (el.classList.contains(tone)) return;
  const before = ["now", "soon", "later"].find((name) => el.classList.contains(name));
  if (before) el.classList.remove(before);
  el.classList.add(tone);
  const row = el.closest("[data-tone]");
  if (row && before) row.classList.replace(before, tone) || row.classList.add(tone);
}

function tick() {
  let close = false;
  for (const el of document.querySelectorAll("time[data-due], time[data-age], time[data-ago]")) {
    const left = Date.parse(el.dateTime) - now();
    close ||= Math.abs(left) < 120_000;
    if ("due" in el.dataset) due(el, left);
    else if ("age" in el.dataset) put(el, span(left));
    else put(el, -left < 60_000 ? "just now" : `${span(left)} ago`);
  }
  for (const el of document.querySelectorAll("time[data-clock]")) {
    put(el, new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: el.dataset.clock }).format(now()));
    close = true;
  }
  setTimeout(tick, document.hidden ? 30_000 : close ? 1000 : 15_000);
}

document.addEventListener("visibilitychange", () => { if (!document.hidden) tickOnce(); });
function tickOnce() {
  for (const el of document.querySelectorAll("time[data-due]")) due(el, Date.parse(el.dateTime) - now());
}
tick();
