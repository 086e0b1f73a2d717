// The timetable board: halls are columns, sessions are dragged and resized, and each change is saved at once.
import { createCalendar, Interaction, ResourceTimeGrid } from "@event-calendar/core";
import "@event-calendar/core/index.css";
import { button, element, face, fill, repairRoles } from "../timetable/drawing.js";
import { between, DAY, endOf, hours, moved, span, STEP } from "../timetable/time.js";

const root = document.getElementById("timetable");
const part = (name) => root.querySelector(`[data-part=${name}]`);
const words = JSON.parse(root.dataset.words);
const say = (name, values) => words[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);

const undone = []; // where sessions were before each change, the last one last
let board; // what the server answered last
let day; // the day that is shown, YYYY-MM-DD
let calendar;
let queue = Promise.resolve(); // changes are sent one after the other, each with the version that the last one made
let turn = 0; // grows when a change was refused: those behind it counted on it, and are dropped
const waiting = new Map(); // by session, where the last change that is not sent yet wants it
let held; // the session that had the focus when the grid was drawn anew: the widget may make its element again

const dayOf = (start) => moved(start, -board.late).slice(0, 10);
const find = (id) => board.sessions.find((session) => session.id === id);
const hallOf = (id) => columns().find((hall) => hall.id === id);
const place = (session, changes = {}) => ({ start: session.start, minutes: session.minutes, hall: session.hall, ...changes });

/** Halls, and before them a column for sessions that are in none yet. A break without one stands in every hall. */
function columns() {
  const homeless = board.sessions.some((session) => !session.hall && !everywhere(session));
  return homeless || !board.halls.length ? [{ id: "", title: words.no_hall }, ...board.halls] : board.halls;
}

const everywhere = (session) => session.kind === "break" && !session.hall && board.halls.length > 0;

async function fresh() {
  const response = await fetch(root.dataset.url, { headers: { Accept: "application/json" }, redirect: "error" });
  if (!response.ok) throw new Error(`the board answered ${response.status}`);
  return response.json();
}

async function load() {
  board = await fresh();
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
  held = root.querySelector(".ec-event:focus [data-id]")?.dataset.id ?? held;
  calendar.setOption("slotMinTime", `${hours(board.hours[0])}:00`);
  calendar.setOption("slotMaxTime", `${hours(board.hours[1])}:00`);
  calendar.setOption("scrollTime", `${hours(earliest())}:00`);
  calendar.setOption("date", day);
  calendar.setOption("resources", columns().map((hall) => ({ id: idOf(hall.id), title: hall.title })));
  calendar.setOption("events", board.sessions.filter((session) => session.state !== "cancelled").map(drawn));
  drawDays();
  drawClashes();
  part("undo").disabled = undone.length === 0;
  requestAnimationFrame(() => {
    repairRoles(root, words.grid);
    if (held && lost()) focus(held);
    held = undefined;
  });
}

function earliest() {
  const starts = board.sessions.filter((session) => dayOf(session.start) === day).map((session) => session.start);
  return starts.length ? Math.max(board.hours[0], between(`${day}T00:00`, starts.sort()[0])) : board.hours[0];
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

function drawDays() {
  part("days").replaceChildren(
    ...board.days.map((each) => {
      const made = button(each.words, "btn btn-sm btn-quiet", () => show(each.date));
      made.ariaPressed = String(each.date === day);
      return made;
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
      const line = document.createElement("li");
      line.append(button(clash.sentence, "as-link", () => reveal(clash.session)));
      return line;
    }),
  );
}

function reveal(id) {
  show(dayOf(find(id).start));
  requestAnimationFrame(() => focus(id));
}

/** Whether the focus fell to the page, as it does when its element goes. */
const lost = () => document.activeElement === document.body;

function focus(id) {
  root.querySelector(`.ec-event [data-id="${id}"]`)?.closest(".ec-event")?.focus();
}

/** Sends a change after those before it. What it was before can be undone. */
function change(session, changes) {
  const before = place(session);
  const wanted = place(session, changes);
  if (same(before, wanted)) return;
  Object.assign(session, wanted); // at once, so that the next key counts from here
  waiting.set(session.id, wanted);
  draw();
  const mine = turn;
  queue = queue.then(() => (mine === turn ? send(session.id, wanted, before) : undefined));
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
    answer = { refused: [words.lost], ...(await fresh().catch(() => ({}))) };
  }
  if (answer.sessions) board = answer;
  refuse(answer.refused);
  if (answer.refused.length) {
    turn += 1;
    waiting.clear();
    if (!answer.sessions && before) Object.assign(session, before);
  } else {
    if (before) undone.push({ id, ...before });
    if (waiting.get(id) === wanted) waiting.delete(id);
    tell(find(id));
    for (const [other, there] of waiting) Object.assign(find(other) ?? {}, there);
  }
  draw();
}

function refuse(lines) {
  part("refused").hidden = lines.length === 0;
  part("refused").replaceChildren(...lines.map((line) => element("p", line)));
}

function tell(session) {
  const blocking = session.notes.filter((note) => note.blocks).map((note) => note.sentence);
  const time = `${dayWords(dayOf(session.start))}, ${span(session)}`;
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

document.addEventListener("keydown", (event) => {
  const id = event.target.closest(".ec-event")?.querySelector("[data-id]")?.dataset.id ?? (lost() ? held : undefined);
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

function answered(form) {
  const [date, clock] = [form.elements.day.value, form.elements.clock.value];
  const start = moved(`${date}T${clock}`, between(`${date}T00:00`, `${date}T${clock}`) < board.late ? DAY : 0);
  return { start, minutes: Number(form.elements.minutes.value), hall: form.elements.hall.value };
}

part("close").addEventListener("click", () => part("dialog").close());

load().then(
  () => {
    root.dataset.ready = "";
  },
  () => refuse([words.lost]),
);
