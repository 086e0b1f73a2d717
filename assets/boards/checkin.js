// The check-in page: a camera, an answer that nobody overlooks, and a queue for when the network stutters.
import { Camera } from "../checkin/camera.js";
import { newUlid, read, shown } from "../checkin/code.js";
import { Queue } from "../checkin/queue.js";
import { Sender } from "../checkin/sender.js";

const root = document.getElementById("door");
const part = (name) => root.querySelector(`[data-part=${name}]`);
const words = JSON.parse(root.dataset.words);
const SOON = 1500; // ms until an answer that has not come is said to be kept
const OFTEN = 10_000; // ms between two looks at the counts
const SELDOM = 120_000; // and at most, while the network is away
const LOGGED = 20;

const queue = new Queue(root.dataset.event);
const sender = new Sender({
  url: root.dataset.url,
  token: root.dataset.token,
  queue,
  heard,
  stuck: (why) => showQueue(words[why]),
  changed: () => {
    keepWaiting();
    showQueue();
  },
});
let shownScan = ""; // whose answer the panel shows or awaits
let said = ""; // the line that the log got last

/** Whom the queue holds already is not put into it twice: the answer would be a duplicate of oneself. */
function check(asked) {
  const same = (each) => each.code === asked.code && each.registration === asked.registration;
  const waiting = queue.all().find(same);
  const scan = waiting ?? asked;
  shownScan = scan.scan;
  if (!waiting) queue.add(scan);
  panel("sending", words.sending, scan.label);
  setTimeout(keepWaiting, SOON);
  sender.send();
}

/** Where the scan that the panel shows is still not answered, it says that it is kept. */
function keepWaiting() {
  const scan = queue.all().find((each) => each.scan === shownScan);
  if (!scan || part("answer").querySelector(".kept")) return;
  panel("kept", words.kept, scan.label, words.kept_advice);
  buzz([40]);
  showQueue();
}

function typed(text, fromCamera) {
  const code = read(text);
  if (code) return check({ scan: newUlid(), code, label: shown(code), at: Date.now() });
  shownScan = "";
  panel("refused", words.mistyped, "", fromCamera ? words.no_code : words.mistyped_advice);
  buzz([200, 100, 200]);
}

/** An answer of the server. It takes the panel, whatever waits there: answers come in the order of the scans. */
function heard(scan, answer) {
  if (answer.refused) panel("refused", answer.refused, scan.label);
  else part("answer").innerHTML = answer.html;
  bringIntoView();
  const kind = answer.refused ? "refused" : answer.kind;
  buzz(kind === "welcome" ? [80] : [200, 100, 200]);
  log(kind, answer.refused ? `${answer.refused} ${scan.label}` : `${answer.line} (${scan.label})`);
  if (answer.now) showNow(answer.now);
  showQueue();
}

function panel(kind, word, who = "", advice = "") {
  const box = element("div", `verdict ${kind}`);
  box.dataset.kind = kind;
  if (kind === "refused") box.append(cross());
  box.append(element("p", "word", word));
  if (who) box.append(element("p", "who", who));
  if (advice) box.append(element("p", "", advice));
  part("answer").replaceChildren(box);
  bringIntoView();
}

/** On a phone the answer may be below the camera. */
const bringIntoView = () => part("answer").scrollIntoView({ block: "nearest" });

function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

const cross = () => part("cross").content.firstElementChild.cloneNode(true);

function log(kind, line) {
  const entry = element("li", `line-${kind}`, line);
  part("log").prepend(entry);
  while (part("log").children.length > LOGGED) part("log").lastElementChild.remove();
  part("log-sheet").hidden = false;
}

/** What waits, in words; a change is read out, the same words are not again. */
function showQueue(why = "") {
  const count = queue.all().length;
  const many = count === 1 ? words.one_waits : words.many_wait.replace("{number}", count);
  const text = count ? [why || many, queue.kept ? "" : words.only_here].filter(Boolean).join(" ") : words.all_sent;
  part("waiting").hidden = !count && part("waiting").hidden;
  part("waiting").classList.toggle("late", count > 0);
  part("send").hidden = !count;
  if (text !== said) part("queue").textContent = text;
  said = text;
}

function buzz(pattern) {
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(pattern);
}

function showNow({ counts, latest }) {
  document.getElementById("door-counts").innerHTML = counts;
  document.getElementById("door-latest").innerHTML = latest;
}

/** The counts, while somebody looks at the page: seldom where the network is away. */
let pause = OFTEN;
async function refresh() {
  if (!document.hidden) {
    try {
      const response = await fetch(root.dataset.now, { redirect: "error", signal: AbortSignal.timeout?.(OFTEN) });
      if (!response.ok) throw new Error(`the counts answered ${response.status}`);
      showNow(await response.json());
      pause = OFTEN;
      if (queue.all().length) sender.send();
    } catch {
      pause = Math.min(pause * 2, SELDOM);
    }
  }
  setTimeout(refresh, pause);
}

async function undo(form) {
  try {
    const response = await fetch(form.action, { method: "POST", body: new FormData(form), signal: AbortSignal.timeout?.(OFTEN) });
    if (!response.ok || response.url.includes("/sign-in")) throw new Error(`undoing answered ${response.status}`);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    panel("sending", page.querySelector(".flash")?.textContent ?? "");
    document.getElementById("door-counts").innerHTML = page.getElementById("door-counts").innerHTML;
    document.getElementById("door-latest").innerHTML = page.getElementById("door-latest").innerHTML;
  } catch {
    panel("kept", words.not_undone);
  }
}

root.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-search]")) return event.preventDefault(); // names are looked up while they are typed
  if (form.matches("[data-undo]")) {
    event.preventDefault();
    return undo(form);
  }
  if (!form.matches("[data-check-in]")) return;
  event.preventDefault();
  const chosen = form.elements.registration;
  if (chosen) {
    check({ scan: form.elements.scan.value, registration: chosen.value, label: chosen.dataset.name, at: Date.now() });
    document.getElementById("found").replaceChildren();
    return;
  }
  typed(form.elements.code.value, false);
  form.elements.code.value = "";
  form.elements.code.focus();
});

root.addEventListener("htmx:sendError", () => {
  document.getElementById("found").textContent = words.no_search;
});

const camera = new Camera(part("video"), (text) => typed(text, true));

async function startCamera(start) {
  part("camera").disabled = true;
  const why = await start();
  part("camera").disabled = false;
  part("camera-words").textContent = why ? words[why] : camera.on ? words.aim : "";
  part("camera").textContent = camera.on ? words.stop : words.start;
  part("camera").classList.toggle("btn-primary", !camera.on);
  part("camera").classList.toggle("btn-quiet", camera.on);
  part("video").hidden = !camera.on;
  part("other").hidden = camera.devices.length < 2 || !camera.on;
}

function stopCamera() {
  camera.stop();
  return "";
}

part("camera").addEventListener("click", () => startCamera(camera.on ? stopCamera : () => camera.start()));
part("other").addEventListener("click", () => startCamera(() => camera.next()));
part("send").addEventListener("click", () => sender.send());
addEventListener("online", () => sender.send());
addEventListener("pagehide", () => camera.stop());
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) sender.send();
});

part("eye").hidden = false;
if (Camera.possible) {
  part("enter").classList.replace("btn-primary", "btn-quiet");
} else {
  part("camera").hidden = true;
  part("camera-words").textContent = words.insecure;
}
if (queue.all().length) showQueue();
sender.send();
setTimeout(refresh, OFTEN);
root.dataset.ready = "";
