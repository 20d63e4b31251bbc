/* Shows what is pushed while no page is open, and opens the page that it is about. */

const MENDING = "/reach/";

const ours = (path) => {
  const there = new URL(path || "/", self.location.origin);
  return there.origin === self.location.origin ? there.href : self.location.origin + "/";
};

const read = (data) => {
  try {
    return data.json();
  } catch {
    return {};
  }
};

const show = ({ title, body, tag, path, stays }) =>
  self.registration.showNotification(title || "Musterpoint", {
    body: body || "There is something new.",
    tag: tag || "musterpoint",
    renotify: true,
    requireInteraction: Boolean(stays),
    data: { address: ours(path) },
  });

/* A page that shows it already is brought forward; none is taken away from what somebody does in it. */
const open = async (address) => {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = pages.find((page) => page.url === address);
  return there ? there.focus() : self.clients.openWindow(address);
};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("push", (event) => event.waitUntil(show(read(event.data))));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.address || ours("/")));
});
self.addEventListener("pushsubscriptionchange", (event) =>
  event.waitUntil(show({ body: "This browser is not notified any more. Open to set it up again.", tag: "mend", path: MENDING, stays: true })),
);
