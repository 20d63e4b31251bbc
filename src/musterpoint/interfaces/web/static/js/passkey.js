/* Says that a passkey or security key was not used; the library only tells the console. */
document.addEventListener("allauth.error", (event) => {
  const note = document.querySelector("[data-passkey-failed]");
  if (!note) return;
  event.preventDefault();
  const byNumber = /^[\d.]+$|^\[/.test(location.hostname);
  const named = note.querySelector("[data-passkey-needs-name]");
  if (byNumber && location.hostname === "127.0.0.1") {
    const link = named.querySelector("a");
    link.href = `${location.protocol}//localhost:${location.port}${link.getAttribute("href")}`;
  }
  named.hidden = !byNumber;
  note.hidden = false;
});
