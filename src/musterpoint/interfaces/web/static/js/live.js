/* One stream of topics a page; each topic's pieces are fetched again when it speaks.
   A message is {"topics": ["incident:12", "board"], "at": ISO}; pieces that share an address are one request. */
import { take } from "./morph.js";
import { setNow } from "./countdown.js";

const pill = document.querySelector("[data-live-pill]");
const voice = document.querySelector("[data-live-voice]");
const waiting = new Set();
let state = "";
let timer = 0;
let lost = 0;

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

async function refetch() {
  timer = 0;
  const due = pieces().filter((piece) => topicsOf(piece).some((topic) => waiting.has(topic) || waiting.has("*")));
  waiting.clear();
  for (const url of new Set(due.map((piece) => piece.dataset.liveUrl))) {
    try {
      const answer = await fetch(url, { headers: { "HX-Request": "true", "X-Live": "1" } });
      if (answer.redirected || !answer.ok) continue;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      take(page.body);
    } catch {
      waiting.add("*");
    }
  }
}

function want(topics) {
  for (const topic of topics) waiting.add(topic);
  timer ||= setTimeout(refetch, 150);
}

function listen() {
  const topics = [...new Set(pieces().flatMap(topicsOf))].sort();
  if (!topics.length || !window.EventSource) return;
  const stream = new EventSource(`/live?topics=${encodeURIComponent(topics.join(","))}`);
  stream.onopen = () => {
    say("live");
    if (lost) want(["*"]); // something may have been missed
    lost = 0;
  };
  stream.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.at) setNow(message.at);
    want(message.topics ?? []);
  };
  stream.onerror = () => {
    lost ||= Date.now();
    say(navigator.onLine ? "reconnecting" : "offline");
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 5000);
  };
  addEventListener("pagehide", () => stream.close(), { once: true });
}

addEventListener("offline", () => say("offline"));
addEventListener("online", () => say("reconnecting"));
addEventListener("pageshow", (event) => event.persisted && (listen(), want(["*"])));
listen();
