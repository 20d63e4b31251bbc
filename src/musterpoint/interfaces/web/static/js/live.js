/* One stream of topics a page; each topic's pieces are fetched again when it speaks.
   A message is {"topics": ["incident:12", "board"], "at": ISO}; pieces that share an address are one request.
   "Live" is said only when the stream is open and nothing that spoke is still to be fetched. */
import { take } from "./morph.js";
import { setNow } from "./countdown.js";

const pill = document.querySelector("[data-live-pill]");
const voice = document.querySelector("[data-live-voice]");
const waiting = new Set();
const LONGEST_WAIT = 30_000;
let state = "";
let stream = null;
let timer = 0;
let tries = 0;
let isLost = false;

function say(next) {
  if (!pill || next === state) return;
  const before = state;
  state = next;
  document.documentElement.dataset.live = next;
  pill.dataset.state = next;
  pill.textContent = pill.dataset[next];
  if (voice && before) voice.textContent = pill.dataset[`${next}Says`];
}

const pieces = () => [...document.querySelectorAll("[data-live][data-live-url]")];
const topicsOf = (piece) => piece.dataset.live.split(/\s+/);

/* The record is closed to this person now: nothing of it stays on the screen, and its address says so. */
function leave() {
  stream?.close();
  document.title = "Musterpoint";
  document.body.replaceChildren();
  location.reload();
}

/* Returns whether the answer was the last word: a server that is away or busy is asked again. */
async function fetched(url) {
  try {
    const answer = await fetch(url, { headers: { "HX-Request": "true", "X-Live": "1" }, signal: AbortSignal.timeout(20_000) });
    if (answer.status === 404 || answer.status === 403) return leave(), true;
    if (answer.redirected || !answer.ok) return answer.status < 500 && answer.status !== 429;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return take(page.body), true;
  } catch {
    return false;
  }
}

async function refetch() {
  const due = pieces().filter((piece) => topicsOf(piece).some((topic) => waiting.has(topic) || waiting.has("*")));
  waiting.clear();
  const urls = [...new Set(due.map((piece) => piece.dataset.liveUrl))];
  const isDone = (await Promise.all(urls.map(fetched))).every(Boolean);
  timer = 0;
  tries = isDone ? 0 : tries + 1;
  if (!isDone) {
    waiting.add("*");
    say(navigator.onLine ? "reconnecting" : "offline");
  }
  if (waiting.size) return want([]);
  if (stream?.readyState === EventSource.OPEN) say("live");
}

function want(topics) {
  for (const topic of topics) waiting.add(topic);
  timer ||= setTimeout(refetch, tries ? Math.min(1000 * 2 ** (tries - 1), LONGEST_WAIT) : 150);
}

/* Whoever was away may have missed something: open anew, and fetch everything once. */
function again() {
  isLost = true;
  tries = 0;
  clearTimeout(timer);
  timer = 0;
  listen();
  want(["*"]);
}

function listen() {
  stream?.close();
  const topics = [...new Set(pieces().flatMap(topicsOf))].sort();
  if (!topics.length || !window.EventSource) return;
  const mine = new EventSource(`/live?topics=${encodeURIComponent(topics.join(","))}`);
  stream = mine;
  mine.onopen = () => {
    if (isLost) want(["*"]);
    else say("live");
    isLost = false;
  };
  mine.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.at) setNow(message.at);
    want(message.topics ?? []);
  };
  mine.onerror = () => {
    isLost = true;
    say(navigator.onLine ? "reconnecting" : "offline");
    if (mine.readyState === EventSource.CLOSED) setTimeout(() => stream === mine && listen(), 5000);
  };
}

addEventListener("pagehide", () => stream?.close());
addEventListener("offline", () => {
  isLost = true;
  say("offline");
});
addEventListener("online", () => {
  say("reconnecting");
  again();
});
addEventListener("pageshow", (event) => event.persisted && again());
listen();
