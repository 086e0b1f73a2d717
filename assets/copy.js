// <button data-copy="#field" data-copied="Copied" hidden> copies that field's value. It stays hidden where the browser
// offers no clipboard (a page that came over plain HTTP).
const SHOWN_FOR = 2_000; // milliseconds

export function offerCopy(button) {
  if (!navigator.clipboard) return;
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).value);
    button.textContent = button.dataset.copied;
    setTimeout(() => (button.textContent = label), SHOWN_FOR);
  });
}
