/* Takes cards, their codes and passwords out of what this device keeps, and says while somebody types what the server
   will take out or could keep apart. A first look only: the server looks closer at whatever is sent. */

const RUN = /[\d\uff10-\uff19\u0660-\u0669]+(?:[\s._/\u2010-\u2015-]{1,3}[\d\uff10-\uff19\u0660-\u0669]+|[\d\uff10-\uff19\u0660-\u0669])*/g;
const GROUP = /[\d\uff10-\uff19\u0660-\u0669]+/g;
const THING = /(?:order|ref|reference|tracking|parcel|batch|part|serial|invoice|ticket|imei|barcode|id)\W*(?:number|no|code|id)?\W*$/i;
const CODE = /\b(cvv2?|cvc2?|cv2|csc|security code)((?:[\s:=.#(-]|is|was|code|number)*)\d{3,4}(?!\d)/gi;
const SECRET = /\b(password|passcode|passphrase|passwd|pwd|pin)((?:\s*[:=]\s*|\s+(?:is|was)\s+))(?=\S*[\d!@#$%^&*])\S{4,}/gi;
const OFFERED = {
  phone: /(?:\+44|\b0)[\s()]*(?:7\d|[12]\d)(?:[\s()-]*\d){7,8}\b/,
  email: /\S+@\S+\.[a-z]{2,}/i,
  postcode: /\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b/,
  name: /\b(?:Mrs?|Ms|Miss|Dr|Prof)\.? [A-Z][a-z]+/,
};

const plain = (text) => [...text].map((digit) => digit.codePointAt(0) & 15).join("");

function isCard(digits) {
  if (digits.length < 13 || digits.length > 19 || !/^[2-6]/.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (1 + (place % 2));
    return total + value - (value > 9 ? 9 : 0);
  }, 0);
  return sum % 10 === 0;
}

/* The longest card that begins with one of the groups of a run, group by group. */
function withoutCards(run) {
  const groups = [...run.matchAll(GROUP)];
  for (let first = 0; first < groups.length; first += 1) {
    for (let last = groups.length - 1; last >= first; last -= 1) {
      const digits = plain(groups.slice(first, last + 1).map(([found]) => found).join(""));
      if (!isCard(digits)) continue;
      const end = groups[last].index + groups[last][0].length;
      return `${run.slice(0, groups[first].index)}[card number ending ${digits.slice(-4)}]${withoutCards(run.slice(end))}`;
    }
  }
  return run;
}

export function masked(text) {
  return text
    .replace(RUN, (run, place) => (THING.test(text.slice(Math.max(0, place - 30), place)) ? run : withoutCards(run)))
    .replace(CODE, "$1$2[card security code removed]")
    .replace(SECRET, "$1$2[password removed]");
}

function say(place, form) {
  const typed = [...form.querySelectorAll("textarea, input[type=text]")].map((field) => field.value).join("\n");
  const words = place.dataset;
  const offered = Object.keys(OFFERED).filter((kind) => OFFERED[kind].test(typed)).map((kind) => words[kind]);
  const said = [];
  if (masked(typed) !== typed) said.push(words.out);
  if (offered.length) said.push(`${words.apart} ${offered.join(", ")}`);
  const now = said.join(" ");
  if (place.textContent !== now) place.textContent = now;
}

let timer = 0;
document.addEventListener("input", ({ target }) => {
  const form = target.form;
  const place = form?.querySelector("[data-personal]");
  if (!place) return;
  clearTimeout(timer);
  timer = setTimeout(() => say(place, form), 400);
});
