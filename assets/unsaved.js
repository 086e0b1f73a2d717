// Warns before a page with unsaved text is left. What autosave has stored no longer counts as unsaved.
export const AUTOSAVED = "forumhub:autosaved";

export function guardUnsaved(form) {
  const unsaved = new Set();
  form.addEventListener("input", (event) => unsaved.add(event.target));
  form.addEventListener(AUTOSAVED, (event) => unsaved.delete(event.target));
  form.addEventListener("submit", () => unsaved.clear());
  window.addEventListener("beforeunload", (event) => {
    if (unsaved.size) event.preventDefault();
  });
}
