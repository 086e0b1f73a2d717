// Reads calendars as ical.js does: a JSON list of texts on standard input, a list of their components on standard output.
// Zones are those of the calendars' own blocks: no others are registered.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const TEXTS = ["uid", "summary", "status", "description", "location", "class", "refid"];
const TIMES = ["dtstart", "dtend", "due", "completed", "dtstamp"];
const BODIES = ["vevent", "vtodo", "vjournal"];

function instant(time) {
  if (time.isDate) return time.toString();
  if (time.zone === ICAL.Timezone.localTimezone) return `${time} without a zone`;
  return new Date(time.toUnixTime() * 1000).toISOString().replace(".000Z", "Z");
}

function read(body) {
  const told = { kind: body.name };
  for (const name of TEXTS) told[name] = body.getFirstPropertyValue(name);
  for (const name of TIMES) {
    const time = body.getFirstPropertyValue(name);
    told[name] = time && instant(time);
  }
  told.sequence = body.getFirstPropertyValue("sequence");
  told.url = body.getFirstPropertyValue("url");
  told.categories = body.getAllProperties("categories").flatMap((each) => each.getValues());
  const attendee = body.getFirstProperty("attendee");
  told.attendee = attendee && [attendee.getFirstValue(), attendee.getParameter("cn") ?? null];
  return told;
}

function readCalendar(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents().filter((each) => BODIES.includes(each.name)).map(read);
}

console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(readCalendar)));
