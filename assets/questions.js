// Questions that are asked only after a certain answer: [data-shown-if="control's name"][data-shown-value="value"].
// Without this script all are shown, each with the words of its condition; the server asks for none that does not hold.
export function showAsked(form) {
  const dependent = [...form.querySelectorAll("[data-shown-if]")];

  function update() {
    for (const part of dependent) part.hidden = !holds(form, part); // in their order: an earlier one decides first
  }

  form.querySelectorAll("[data-only-if]").forEach((words) => (words.hidden = true));
  form.addEventListener("change", update);
  update();
}

function holds(form, part) {
  return [...form.querySelectorAll(`[name="${CSS.escape(part.dataset.shownIf)}"]`)].some(
    (control) => !control.closest("[hidden]") && says(control, part.dataset.shownValue),
  );
}

function says(control, value) {
  return control.value === value && (control.type === "radio" || control.type === "checkbox" ? control.checked : true);
}
