// The timetable board: halls are columns, sessions are dragged and resized, and each change is saved at once.
// Times are wall clocks of the event's place. They are counted here as minutes from midnight of the shown day, never
// as Dates, which would be moved by the browser's own zone.
import { createCalendar, Interaction, ResourceTimeGrid } from "@event-calendar/core";
import "@event-calendar/core/index.css";

const STEP = 5; // minutes, as all lengths here
const DAY = 1440;

const root = document.getElementById("timetable");
const part = (name) => root.querySelector(`[data-part=${name}]`);
const words = JSON.parse(root.dataset.words);
const say = (name, values) => words[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);

const undone = []; // where sessions were before each change, the last one last
let board; // what the server answered last
let day; // the day that is shown, YYYY-MM-DD
let calendar;
let queue = Promise.resolve(); // changes are sent one after the other, each with the version that the last one made

const clock = (minutes) => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
const utc = (text) => Date.parse(`${text}Z`) / 60_000;
const moved = (start, minutes) => new Date((utc(start) + minutes) * 60_000).toISOString().slice(0, 16);
const endOf = (session) => moved(session.start, session.minutes);
const dayOf = (start) => moved(start, -Math.max(0, board.hours[1] - DAY)).slice(0, 10);
const find = (id) => board.sessions.find((session) => session.id === id);
const hallOf = (id) => columns().find((hall) => hall.id === id);
const place = (session, changes = {}) => ({ start: session.start, minutes: session.minutes, hall: session.hall, ...changes });

/** Halls, and before them a column for sessions that are in none yet. A break without one stands in every hall. */
function columns() {
  const homeless = board.sessions.some((session) => !session.hall && !everywhere(session));
  return homeless || !board.halls.length ? [{ id: "", title: words.no_hall }, ...board.halls] : board.halls;
}

const everywhere = (session) => session.kind === "break" && !session.hall && board.halls.length > 0;

async function load() {
  const response = await fetch(root.dataset.url, { headers: { Accept: "application/json" }, redirect: "error" });
  if (!response.ok) throw new Error(`the board answered ${response.status}`);
  board = await response.json();
  day = (board.days.find((each) => each.date === location.hash.slice(1)) ?? board.days[0]).date;
  open();
}

function open() {
  calendar = createCalendar(part("grid"), [ResourceTimeGrid, Interaction], {
    view: "resourceTimeGridDay",
    headerToolbar: { start: "", center: "", end: "" },
    allDaySlot: false,
    editable: true,
    locale: document.documentElement.lang,
    height: "min(44rem, 85vh)",
    columnWidth: "minmax(8rem, 1fr)",
    slotDuration: "00:15",
    slotHeight: 22,
    snapDuration: `00:0${STEP}`,
    slotLabelInterval: "01:00",
    slotLabelFormat: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    slotEventOverlap: false,
    longPressDelay: 300, // milliseconds, on a touch screen
    eventContent: ({ event }) => ({ domNodes: face(find(event.id)) }),
    eventClick: ({ event }) => ask(find(event.id)),
    eventDrop: ({ event, delta, newResource }) => {
      const session = find(event.id);
      const start = moved(session.start, delta.days * DAY + delta.seconds / 60);
      change(session, { start, hall: newResource && !everywhere(session) ? ulidOf(newResource.id) : session.hall });
    },
    eventResize: ({ event, endDelta }) => {
      const session = find(event.id);
      change(session, { minutes: session.minutes + endDelta.days * DAY + endDelta.seconds / 60 });
    },
  });
  draw();
}

// The calendar takes no empty id.
const idOf = (hall) => hall || "none";
const ulidOf = (id) => (id === "none" ? "" : id);

function draw() {
  const focused = root.querySelector(".ec-event:focus [data-id]")?.dataset.id;
  calendar.setOption("slotMinTime", `${clock(board.hours[0])}:00`);
  calendar.setOption("slotMaxTime", `${clock(board.hours[1])}:00`);
  calendar.setOption("scrollTime", `${clock(earliest())}:00`);
  calendar.setOption("date", day);
  calendar.setOption("resources", columns().map((hall) => ({ id: idOf(hall.id), title: hall.title })));
  calendar.setOption("events", board.sessions.filter((session) => session.state !== "cancelled").map(drawn));
  drawDays();
  drawClashes();
  part("undo").disabled = undone.length === 0;
  requestAnimationFrame(() => {
    repairRoles();
    if (focused) focus(focused);
  });
}

function earliest() {
  const starts = board.sessions.filter((session) => dayOf(session.start) === day).map((session) => utc(session.start));
  return starts.length ? Math.max(board.hours[0], Math.min(...starts) - utc(`${day}T00:00`)) : board.hours[0];
}

function drawn(session) {
  const troubles = session.notes.some((note) => note.blocks) ? "late" : session.notes.length ? "wait" : "";
  return {
    id: session.id,
    resourceIds: everywhere(session) ? board.halls.map((hall) => hall.id) : [idOf(session.hall)],
    start: session.start,
    end: endOf(session),
    title: session.title,
    classNames: [`k-${session.kind}`, ...(troubles ? [troubles] : [])],
  };
}

/** What a session shows of itself; its notes are spoken, too. */
function face(session) {
  const time = element("time", `${session.start.slice(11)}–${endOf(session).slice(11)}`);
  time.dataset.id = session.id;
  const title = element("b", session.title);
  const lines = [time, title];
  if (session.speakers.length) lines.push(element("small", session.speakers.join("; ")));
  for (const note of session.notes) lines.push(element("span", note.sentence, note.blocks ? "note late" : "note wait"));
  return lines;
}

function element(name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}

function drawDays() {
  part("days").replaceChildren(
    ...board.days.map((each) => {
      const button = element("button", each.words, "btn btn-sm btn-quiet");
      button.type = "button";
      button.ariaPressed = String(each.date === day);
      button.addEventListener("click", () => show(each.date));
      return button;
    }),
  );
}

const dayWords = (date) => board.days.find((each) => each.date === date)?.words ?? date;

function show(chosen) {
  day = chosen;
  history.replaceState(null, "", `#${day}`);
  draw();
}

function drawClashes() {
  const blocks = board.clashes.filter((clash) => clash.blocks);
  part("clashes").hidden = blocks.length === 0;
  part("clash-count").textContent = say("clashes", { count: blocks.length });
  part("clash-list").replaceChildren(
    ...blocks.slice(0, 20).map((clash) => {
      const button = element("button", clash.sentence, "as-link");
      button.type = "button";
      button.addEventListener("click", () => reveal(clash.session));
      const line = document.createElement("li");
      line.append(button);
      return line;
    }),
  );
}

function reveal(id) {
  show(dayOf(find(id).start));
  requestAnimationFrame(() => focus(id));
}

function focus(id) {
  root.querySelector(`.ec-event [data-id="${id}"]`)?.closest(".ec-event")?.focus();
}

/** The widget names only some parts of a table, which readers of a screen take for a broken one: it is a group here. */
function repairRoles() {
  const main = root.querySelector(".ec-main");
  for (const each of root.querySelectorAll(".ec[role], .ec [role]:not(article)")) each.removeAttribute("role");
  for (const name of ["aria-colindex", "aria-rowindex", "aria-colspan", "aria-rowcount", "aria-colcount"]) {
    for (const each of root.querySelectorAll(`.ec[${name}], .ec [${name}]`)) each.removeAttribute(name);
  }
  main.tabIndex = 0;
  main.setAttribute("role", "group");
  main.setAttribute("aria-label", words.grid);
}

/** Sends a change after those before it. What it was before can be undone. */
function change(session, changes) {
  const before = place(session);
  const wanted = place(session, changes);
  if (same(before, wanted)) return;
  Object.assign(session, wanted); // at once, so that the next key counts from here
  draw();
  queue = queue.then(() => send(session.id, wanted, before));
}

const same = (one, other) => one.start === other.start && one.minutes === other.minutes && one.hall === other.hall;

async function send(id, wanted, before) {
  const session = find(id);
  if (!session) return;
  const body = new URLSearchParams({ ...wanted, lock_version: session.version, csrf_token: root.dataset.token });
  let answer;
  try {
    const response = await fetch(session.place, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error" });
    answer = await response.json();
  } catch {
    refuse([words.lost]);
    Object.assign(session, before);
    return draw();
  }
  if (answer.sessions) board = answer;
  if (answer.refused.length) {
    refuse(answer.refused);
  } else {
    refuse([]);
    if (before !== null) undone.push({ id, ...before });
    tell(find(id));
  }
  draw();
}

function refuse(lines) {
  part("refused").hidden = lines.length === 0;
  part("refused").replaceChildren(...lines.map((line) => element("p", line)));
}

function tell(session) {
  const blocking = session.notes.filter((note) => note.blocks).map((note) => note.sentence);
  const time = `${dayWords(dayOf(session.start))}, ${session.start.slice(11)}–${endOf(session).slice(11)}`;
  const now = say("now", { title: session.title, time, hall: hallOf(session.hall)?.title ?? "" });
  part("status").textContent = [now, ...blocking].join(" ");
}

function undo() {
  queue = queue.then(async () => {
    const last = undone.pop();
    if (!last) return;
    await send(last.id, { start: last.start, minutes: last.minutes, hall: last.hall }, null);
    const session = find(last.id);
    if (session) show(dayOf(session.start));
  });
}

/** Keys on a session: arrows move it, with Shift up and down change its length. */
const KEYS = {
  ArrowUp: (session) => ({ start: moved(session.start, -STEP) }),
  ArrowDown: (session) => ({ start: moved(session.start, STEP) }),
  ArrowLeft: (session) => ({ hall: neighbour(session, -1) }),
  ArrowRight: (session) => ({ hall: neighbour(session, 1) }),
};
const SHIFTED = {
  ArrowUp: (session) => ({ minutes: Math.max(STEP, session.minutes - STEP) }),
  ArrowDown: (session) => ({ minutes: session.minutes + STEP }),
};

function neighbour(session, by) {
  const halls = columns();
  const at = halls.findIndex((hall) => hall.id === session.hall) + by;
  return halls[at]?.id ?? session.hall;
}

root.addEventListener("keydown", (event) => {
  const id = event.target.closest(".ec-event")?.querySelector("[data-id]")?.dataset.id;
  const act = (event.shiftKey ? SHIFTED : KEYS)[event.key];
  if (!id || !act || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  change(find(id), act(find(id)));
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea, dialog");
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z" && !typing) {
    event.preventDefault();
    undo();
  }
});
part("undo").addEventListener("click", undo);

/** The same by fields, in a dialog. */
function ask(session) {
  const form = part("form");
  part("dialog-title").textContent = session.title;
  part("full").href = session.edit;
  fill(form.elements.day, board.days.map((each) => [each.date, each.words]), dayOf(session.start));
  fill(form.elements.hall, [["", words.no_hall], ...board.halls.map((hall) => [hall.id, hall.title])], session.hall);
  form.elements.clock.value = session.start.slice(11);
  form.elements.minutes.value = session.minutes;
  form.onsubmit = () => change(session, answered(form));
  part("dialog").showModal();
}

function fill(select, choices, chosen) {
  select.replaceChildren(...choices.map(([value, label]) => new Option(label, value, false, value === chosen)));
}

function answered(form) {
  const late = Math.max(0, board.hours[1] - DAY);
  const minutes = utc(`${form.elements.day.value}T${form.elements.clock.value}`) - utc(`${form.elements.day.value}T00:00`);
  const start = moved(`${form.elements.day.value}T${form.elements.clock.value}`, minutes < late ? DAY : 0);
  return { start, minutes: Number(form.elements.minutes.value), hall: form.elements.hall.value };
}

part("close").addEventListener("click", () => part("dialog").close());

load().then(
  () => {
    root.dataset.ready = "";
  },
  () => refuse([words.lost]),
);
