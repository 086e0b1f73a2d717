// Ticking rows of a list: one box for all of the page, and how many are chosen.
export function countChosen(form) {
  const rows = [...form.querySelectorAll("[name=row]")];
  const page = form.querySelector("[data-choose-all]");
  const everybody = form.querySelector("[name=all]");
  const said = form.querySelector("[data-chosen]");
  if (!page || !said) return;
  const show = () => {
    const number = rows.filter((row) => row.checked).length;
    page.checked = number === rows.length;
    page.indeterminate = number > 0 && number < rows.length;
    rows.concat(page).forEach((row) => (row.disabled = everybody?.checked ?? false));
    said.textContent = number && !everybody?.checked ? said.dataset.chosen.replace("{number}", number) : "";
  };
  page.hidden = false;
  page.addEventListener("change", () => rows.forEach((row) => (row.checked = page.checked)));
  form.addEventListener("change", show);
  window.addEventListener("pageshow", show); // the browser ticks again what was ticked
}
