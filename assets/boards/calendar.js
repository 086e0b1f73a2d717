// The calendar as a board: what the server has drawn, with events that an organizer drags to another day or hour.
// A drop changes nothing: it leads to the page that shows what would change. Phones keep the list that was drawn.
import { createCalendar, DayGrid, Interaction, TimeGrid } from "@event-calendar/core";
import "@event-calendar/core/index.css";

const VIEWS = { month: "dayGridMonth", week: "timeGridWeek" };
const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const WEEK_HIGH = 10; // rem

async function mount(board) {
  if (!window.matchMedia("(min-width: 48.0625rem)").matches) return;
  const response = await fetch(board.dataset.events, { headers: { Accept: "application/json" }, redirect: "error" });
  if (!response.ok) return; // what the server has drawn stays
  const { events, holidays } = await response.json();
  const instead = document.querySelector(board.dataset.instead);
  const focused = instead.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  board.hidden = false;
  instead.hidden = true;
  createCalendar(board, [DayGrid, TimeGrid, Interaction], {
    ...look(board.dataset),
    ...(board.dataset.view === "week" ? week(board.dataset, holidays) : month(board.dataset, holidays)),
    events,
    eventContent: ({ event, timeText }) => ({ domNodes: entry(event, timeText, board.dataset.move) }),
    eventDrop: lead,
  });
  plain(board);
  if (focused) keepFocus(board, `a[href="${CSS.escape(focused)}"]`);
}

// The widget draws an event more than once until it has its room; whoever was on its link stays on it meanwhile.
function keepFocus(board, link) {
  const refocus = () => document.activeElement === document.body && board.querySelector(link)?.focus();
  const watch = new MutationObserver(refocus);
  watch.observe(board, { childList: true, subtree: true, attributeFilter: ["style"] });
  for (const act of ["keydown", "pointerdown"]) document.addEventListener(act, () => watch.disconnect(), { once: true });
  document.activeElement.blur(); // what is hidden keeps the focus until the next frame
  refocus();
}

// The widget calls itself a table, but its events are in none of its cells: each event says its day itself.
function plain(board) {
  for (const part of board.querySelectorAll("[role=table], [role=rowgroup], [role=row], [role=columnheader], [role=cell]")) {
    part.removeAttribute("role");
    part.removeAttribute("aria-colindex");
  }
}

function look({ view, on, offset, close, more }) {
  return {
    view: VIEWS[view],
    date: on,
    timeZone: offset, // for what is now: all times come as the wall clock that is shown
    locale: document.documentElement.lang,
    firstDay: 1,
    headerToolbar: { start: "", center: "", end: "" },
    buttonText: (texts) => ({ ...texts, close }),
    moreLinkContent: ({ num }) => more.replace("{num}", num),
    eventStartEditable: false, // each event that may be moved says so itself
    eventDurationEditable: false,
    eventTimeFormat: CLOCK,
  };
}

function month({ rows }, holidays) {
  return {
    height: `${rows * WEEK_HIGH + 2}rem`,
    dayMaxEvents: true,
    dayCellContent: ({ date }) => ({ domNodes: [element("span", "on", date.getDate()), ...freeDays(date, holidays)] }),
  };
}

function week({ day, from, until, severalDays }, holidays) {
  return {
    allDayContent: severalDays,
    dayCellContent: "",
    dayHeaderFormat: (date) => ({ domNodes: [dayLink(day, date), ...freeDays(date, holidays)] }),
    nowIndicator: true,
    slotEventOverlap: false,
    slotLabelFormat: CLOCK,
    slotMaxTime: `${until}:00`,
    slotMinTime: `${from}:00`,
  };
}

function element(name, className, text, attributes = {}) {
  const made = Object.assign(document.createElement(name), { className, textContent: text });
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function isoDay(date) {
  const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return parts.map((part) => String(part).padStart(2, "0")).join("-");
}

function freeDays(date, holidays) {
  const named = holidays[isoDay(date)] ?? [];
  return named.map(({ name, language }) => element("small", "holiday", name, language ? { lang: language } : {}));
}

function dayLink(address, date) {
  const page = new URL(address, window.location.href);
  page.searchParams.set("on", isoDay(date));
  const weekday = date.toLocaleDateString(document.documentElement.lang, { weekday: "short" });
  return element("a", "", `${weekday} ${date.getDate()}`, { href: page });
}

function entry({ title, allDay, display, extendedProps: { start, hourless, url, state, move } }, timeText, word) {
  const hour = display === "preview" ? timeText.slice(0, 5) : start.slice(11);
  const parts = [element("a", "", title, { href: url, draggable: "false" })];
  if (!hourless) parts.unshift(element("time", allDay ? "visually-hidden" : "", hour, { datetime: start }));
  parts.unshift(element("span", "visually-hidden", `${spoken(start)}, `));
  if (state) parts.push(element("small", "", state));
  if (move) parts.push(element("a", "move", word, { href: move, draggable: "false", "aria-label": `${word}: ${title}` }));
  return parts;
}

function spoken(start) {
  const day = new Date(`${start}Z`);
  return day.toLocaleDateString(document.documentElement.lang, { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" });
}

function lead({ event, delta, revert }) {
  revert(); // nothing has changed: who comes back finds the event where it is
  const { start, move } = event.extendedProps;
  const page = new URL(move, window.location.href);
  page.searchParams.set("start", shifted(start, delta));
  window.location.assign(page);
}

// The wall clock, later by the days and hours that it was dragged; no change of clocks has a part in it.
function shifted(start, { days, seconds }) {
  const dropped = new Date(Date.parse(`${start}Z`) + (days * 86_400 + seconds) * 1000);
  return dropped.toISOString().slice(0, 16);
}

document.querySelectorAll("[data-events]").forEach(mount);
