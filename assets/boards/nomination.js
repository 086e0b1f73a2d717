// While somebody is entered on a delegation's list: how many there would be with them, of the places that there are.
const form = document.querySelector("form[data-nominee]");
const counts = form?.querySelectorAll("[data-with]") ?? [];

function show() {
  const entered = form.elements.name.value.trim() !== "";
  const kind = form.elements.function.value === "observer" ? "observer" : "delegate";
  for (const count of counts) count.hidden = !(entered && count.dataset.with === kind);
}

form?.addEventListener("input", show);
if (form) show(); // what was typed and not taken, or what the browser kept
