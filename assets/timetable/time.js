// Wall clocks as text, YYYY-MM-DDTHH:MM, and lengths in minutes. A Date would be moved by the browser's own zone.
export const STEP = 5;
export const DAY = 1440;

const utc = (text) => Date.parse(`${text}Z`) / 60_000;

/** "09:30" of minutes from midnight; what lies after the next midnight is "28:00". */
export const hours = (minutes) => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

export const moved = (start, minutes) => new Date((utc(start) + minutes) * 60_000).toISOString().slice(0, 16);

export const between = (start, end) => utc(end) - utc(start);

export const endOf = (session) => moved(session.start, session.minutes);

/** "09:00–10:00" */
export const span = (session) => `${session.start.slice(11)}–${endOf(session).slice(11)}`;
