// What the board draws by itself, besides the grid.
import { span } from "./time.js";

export function element(name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}

export function button(text, className, act) {
  const made = element("button", text, className);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

/** What a session shows of itself; its notes are spoken, too. */
export function face(session) {
  const time = element("time", span(session));
  time.dataset.id = session.id;
  const lines = [time, element("b", session.title)];
  if (session.speakers.length) lines.push(element("small", session.speakers.join("; ")));
  for (const note of session.notes) lines.push(element("span", note.sentence, note.blocks ? "note late" : "note wait"));
  return lines;
}

export function fill(select, choices, chosen) {
  select.replaceChildren(...choices.map(([value, label]) => new Option(label, value, false, value === chosen)));
}

/** The widget names only some parts of a table, which readers of a screen take for a broken one: it is a group here. */
export function repairRoles(root, name) {
  for (const each of root.querySelectorAll(".ec[role], .ec [role]:not(article)")) each.removeAttribute("role");
  for (const each of ["aria-colindex", "aria-rowindex", "aria-colspan", "aria-rowcount", "aria-colcount"]) {
    for (const part of root.querySelectorAll(`.ec[${each}], .ec [${each}]`)) part.removeAttribute(each);
  }
  const main = root.querySelector(".ec-main");
  main.tabIndex = 0;
  main.setAttribute("role", "group");
  main.setAttribute("aria-label", name);
}
