/* Asks this browser to be notified, on a click and never before, and says plainly what stands in the way. */
const part = document.querySelector("[data-notify-browser]");
const key = part?.dataset.key;

const say = (what, detail = "") => {
  for (const line of part.querySelectorAll("[data-say]")) line.hidden = line.dataset.say !== what;
  part.querySelector("[data-detail]").textContent = detail;
  part.querySelector("[data-notify-button]").hidden = !["ready", "lost", "failed"].includes(what);
};

const supported = () => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (mark) => mark.charCodeAt(0));

const shortName = async (endpoint) => {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 16);
};

const own = async (subscription) => {
  const name = subscription && (await shortName(subscription.endpoint));
  const row = name && document.querySelector(`[data-browser="${name}"]`);
  if (row) row.querySelector("[data-this-browser]").hidden = false;
  return row;
};

const look = async () => {
  if (!window.isSecureContext) return say("insecure");
  if (!supported()) return say("unsupported");
  if (Notification.permission === "denied") return say("denied");
  const registration = await navigator.serviceWorker.getRegistration("/");
  const subscription = await registration?.pushManager?.getSubscription();
  if (await own(subscription)) return say("subscribed");
  say(subscription ? "lost" : "ready");
};

/* What this browser is called in the list of ways. */
const label = () => {
  const agent = navigator.userAgent;
  const names = [["Edg/", "Edge"], ["OPR/", "Opera"], ["Firefox/", "Firefox"], ["Chrome/", "Chrome"], ["Safari/", "Safari"]];
  const systems = [["Android", "Android"], ["iPhone", "iPhone"], ["iPad", "iPad"], ["Windows", "Windows"], ["Mac OS", "Mac"], ["CrOS", "ChromeOS"], ["Linux", "Linux"]];
  const find = (list) => list.find(([mark]) => agent.includes(mark))?.[1];
  return [find(names) ?? "Browser", find(systems)].filter(Boolean).join(", ");
};

const subscribe = async () => {
  await navigator.serviceWorker.register("/push-worker.js");
  const { pushManager } = await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: bytes(key) };
  try {
    return await pushManager.subscribe(options);
  } catch (problem) {
    const stale = await pushManager.getSubscription();
    if (!stale) throw problem;
    await stale.unsubscribe(); /* it was made with another key */
    return pushManager.subscribe(options);
  }
};

const ask = async () => {
  say("asking");
  const answer = await Notification.requestPermission();
  if (answer !== "granted") return say(answer === "denied" ? "denied" : "ready");
  try {
    const form = part.querySelector("form");
    form.elements.subscription.value = JSON.stringify(await subscribe());
    form.elements.label.value = label();
    form.requestSubmit();
  } catch (problem) {
    say("failed", problem.name);
  }
};

if (key) {
  part.querySelector("[data-notify-button]").addEventListener("click", ask);
  look().catch(() => say("unsupported"));
}
