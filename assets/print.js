// Opens the print dialog; without JavaScript the browser's own menu does.
export function offerPrint(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
