// The editor of drafts: EasyMDE, or the plain field by a switch that is remembered; buttons that put in an item or a
// ready text in lines of their own, in the language of the text, with the cursor where one types next.
import "codemirror/lib/codemirror.css";
import "codemirror/addon/hint/show-hint.css";
import "../editor/editor.css";

const KEPT = "forumhub.plain-text";
const groups = [...document.querySelectorAll("[data-inserts-into]")];
const editors = new Map();
const wide = matchMedia("(min-width: 40.01rem)"); // a phone begins with the text
const toggle = document.querySelector("[data-plain-text]");
let words;

for (const group of groups) {
  const textarea = document.getElementById(group.dataset.insertsInto);
  group.hidden = false;
  group.open = wide.matches;
  wide.addEventListener("change", () => (group.open = wide.matches));
  group.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    const editor = editors.get(textarea);
    if (button?.dataset.line) put(textarea, button.dataset.line, Number(button.dataset.caret));
    else if ("putsOwn" in (button?.dataset ?? {})) {
      const { line, caret } = group.querySelector("[data-own-text]").selectedOptions[0].dataset;
      put(textarea, line, Number(caret));
    } else if ("picksImage" in (button?.dataset ?? {})) group.querySelector("[data-image]").click();
    else if (button?.dataset.does) {
      editor[button.dataset.does]();
      editor.codemirror.focus();
    }
  });
  takeImages(group, textarea);
  offerOwn(group);
}

/** The party's ready texts, by a key; choosing among them is no unsaved text. */
function offerOwn(group) {
  const select = group.querySelector("[data-own-text]");
  select?.addEventListener("input", (event) => event.stopPropagation());
  group.parentElement.addEventListener("keydown", (event) => {
    if (!select || !event.altKey || !(event.ctrlKey || event.metaKey) || event.code !== "KeyP" || event.getModifierState("AltGraph")) return;
    event.preventDefault();
    group.open = true;
    select.focus();
  });
}

function put(textarea, line, caret) {
  const editor = editors.get(textarea);
  if (!editor) return insert(textarea, line, caret);
  write(editor.codemirror, line, caret);
  editor.offer();
}

/** Chosen, pasted or dropped, an image becomes an annex, and the text shows it. */
function takeImages(group, textarea) {
  const picker = group.querySelector("[data-image]");
  const send = (file) => sendImage(file, picker, textarea, group.querySelector("[data-image-status]"));
  picker.addEventListener("input", (event) => event.stopPropagation()); // no unsaved text
  picker.addEventListener("change", () => {
    if (picker.files.length) send(picker.files[0]);
    picker.value = "";
  });
  for (const [kind, source] of [["paste", "clipboardData"], ["drop", "dataTransfer"]]) {
    group.parentElement.addEventListener(
      kind,
      (event) => {
        const file = [...(event[source]?.files ?? [])].find((each) => /^image\/(png|jpeg)$/.test(each.type));
        if (!file) return;
        event.preventDefault();
        event.stopPropagation();
        send(file);
      },
      true, // before the editor reads it as text
    );
  }
}

async function sendImage(file, picker, textarea, status) {
  const body = new FormData();
  body.append("csrf_token", textarea.form.elements.csrf_token.value);
  body.append("file", file);
  let said;
  try {
    const answer = await fetch(picker.dataset.url, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error" });
    said = await answer.json();
  } catch {
    said = { error: picker.dataset.failed };
  }
  status.textContent = said.error ?? picker.dataset.added.replace("{name}", said.name);
  if (said.markdown) put(textarea, said.markdown, said.markdown.length);
}

toggle.hidden = false;
toggle.addEventListener("click", () => {
  const plain = toggle.getAttribute("aria-pressed") !== "true";
  remember(plain);
  show(plain);
});
show(remembered());

async function show(plain) {
  toggle.setAttribute("aria-pressed", String(plain));
  document.querySelectorAll("[data-editor-only]").forEach((part) => (part.hidden = plain));
  if (plain) return close();
  const { edit } = await import("../editor/markdown.js");
  words ??= fetch(toggle.dataset.plainText, { headers: { Accept: "application/json" }, redirect: "error" }).then((answer) => answer.json());
  if (toggle.getAttribute("aria-pressed") === "true") return;
  for (const group of groups) {
    const textarea = document.getElementById(group.dataset.insertsInto);
    if (!editors.has(textarea)) editors.set(textarea, edit(textarea, words));
  }
}

function close() {
  editors.forEach((editor) => {
    editor.toTextArea();
    editor.cleanup();
  });
  editors.clear();
}

function remembered() {
  try {
    return localStorage.getItem(KEPT) === "yes";
  } catch {
    return false; // a browser that keeps nothing
  }
}

function remember(plain) {
  try {
    localStorage.setItem(KEPT, plain ? "yes" : "no");
  } catch {
    // asked again next time
  }
}

function insert(textarea, line, caret) {
  const { value, selectionEnd } = textarea;
  const newline = value.indexOf("\n", selectionEnd);
  const end = newline < 0 ? value.length : newline;
  const before = gap(value.slice(0, end), line);
  textarea.focus();
  textarea.setSelectionRange(end, end);
  document.execCommand("insertText", false, before + line + behind(value.slice(end), line)); // what else keeps undo, and tells autosave and preview
  textarea.setSelectionRange(end + before.length + caret, end + before.length + caret);
}

function write(codemirror, line, caret) {
  const at = codemirror.getCursor("to").line;
  const end = { line: at, ch: codemirror.getLine(at).length };
  const before = gap(codemirror.getRange({ line: 0, ch: 0 }, end), line);
  const rest = codemirror.getRange(end, { line: codemirror.lastLine() + 1, ch: 0 });
  codemirror.replaceRange(before + line + behind(rest, line), end);
  codemirror.setCursor(codemirror.posFromIndex(codemirror.indexFromPos(end) + before.length + caret));
  codemirror.focus();
}

/** What follows stands behind a blank line, too. */
function behind(rest, line) {
  const next = rest.slice(1).split("\n")[0];
  const items = line.slice(line.lastIndexOf("\n") + 1).startsWith("- ") && next.startsWith("- ");
  return next.trim() && !items ? "\n" : "";
}

/** What is put in stands behind a blank line; but items of a list follow each other. */
function gap(text, line) {
  const item = line.startsWith("- ");
  const last = text.slice(text.lastIndexOf("\n") + 1);
  if (last.trim()) return item && last.startsWith("- ") ? "\n" : "\n\n";
  return text.trim() && !/\n[ \t]*\n[ \t]*$/.test(text) && !(item && /(^|\n)- [^\n]*\n$/.test(text)) ? "\n" : "";
}
