// Posts the form of a <textarea data-autosave-url> a few seconds after a change; the answer is {"saved_at": ISO 8601}.
// [data-autosave-status] in that form shows how it went, in the words of its data-saved ("{ago}", "{time}") and data-failed.
import { AUTOSAVED } from "./unsaved.js";

const PAUSE = 3_000; // milliseconds, as everywhere below
const RETRY = 15_000;
const TICK = 5_000;

export function autosave(textarea) {
  const status = textarea.form.querySelector("[data-autosave-status]");
  let timer;
  let savedAt = null;

  const later = (pause) => (timer ??= setTimeout(save, pause));

  async function save() {
    timer = undefined;
    const text = textarea.value;
    try {
      savedAt = await post(textarea);
    } catch {
      savedAt = null;
      if (status) status.textContent = status.dataset.failed;
      return later(RETRY);
    }
    if (textarea.value === text) textarea.dispatchEvent(new Event(AUTOSAVED, { bubbles: true }));
    show();
  }

  function show() {
    if (status && savedAt) status.textContent = wording(status.dataset.saved, savedAt);
  }

  textarea.addEventListener("input", () => later(PAUSE));
  textarea.form.addEventListener("submit", () => (timer = clearTimeout(timer)));
  setInterval(show, TICK);
}

async function post(textarea) {
  const response = await fetch(textarea.dataset.autosaveUrl, {
    method: "POST",
    body: new FormData(textarea.form), // carries the CSRF token
    headers: { Accept: "application/json" },
    redirect: "error", // to the sign-in page: not saved
  });
  if (!response.ok) throw new Error(`autosave answered ${response.status}`);
  return new Date((await response.json()).saved_at);
}

function wording(template, savedAt) {
  const language = document.documentElement.lang;
  const seconds = Math.round((Date.now() - savedAt) / 1000);
  const [count, unit] = seconds < 90 ? [seconds, "second"] : [Math.round(seconds / 60), "minute"];
  const ago = new Intl.RelativeTimeFormat(language, { style: "narrow" }).format(-Math.max(count, 0), unit);
  return template.replace("{ago}", ago).replace("{time}", savedAt.toLocaleTimeString(language));
}
