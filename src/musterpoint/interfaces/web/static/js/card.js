/* The agent card: live pieces, and taps that say when they did not get through. Without this script taps are forms. */
import "./countdown.js";
import { take } from "./morph.js";
import "./live.js";

const form = document.getElementById("card-form");
const failed = document.querySelector("[data-send-failed]");
let isSending = false;

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (isSending || !event.submitter) return;
  isSending = true;
  event.submitter.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { "HX-Request": "true" },
      body: new URLSearchParams(new FormData(form, event.submitter)),
      signal: AbortSignal.timeout(10_000),
    });
    if (answer.status === 401 || answer.status === 403 || answer.redirected) return location.reload();
    failed.hidden = answer.ok || answer.status === 409 || answer.status === 422;
    if (failed.hidden) take(new DOMParser().parseFromString(await answer.text(), "text/html").body);
  } catch {
    failed.hidden = false;
  } finally {
    isSending = false;
    event.submitter.removeAttribute("aria-busy");
  }
});
