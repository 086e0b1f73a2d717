// Buttons that begin an item of a draft in a line of its own, in the language of the text; the cursor stands where one types next.
for (const group of document.querySelectorAll("[data-inserts-into]")) {
  const textarea = document.getElementById(group.dataset.insertsInto);
  group.hidden = false;
  group.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-line]");
    if (button) insert(textarea, button.dataset.line, Number(button.dataset.caret));
  });
}

function insert(textarea, line, caret) {
  const { value, selectionEnd } = textarea;
  const newline = value.indexOf("\n", selectionEnd);
  const end = newline < 0 ? value.length : newline;
  const before = gap(value.slice(0, end));
  textarea.focus();
  textarea.setSelectionRange(end, end);
  document.execCommand("insertText", false, before + line); // what else keeps undo, and tells autosave and preview
  textarea.setSelectionRange(end + before.length + caret, end + before.length + caret);
}

/** A list begins behind a blank line; its items follow each other. */
function gap(text) {
  const last = text.slice(text.lastIndexOf("\n") + 1);
  if (last.trim()) return last.startsWith("- ") ? "\n" : "\n\n";
  return text.trim() && !/\n[ \t]*\n[ \t]*$/.test(text) && !/(^|\n)- [^\n]*\n$/.test(text) ? "\n" : "";
}
