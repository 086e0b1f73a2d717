// Passkeys: a form with data-passkey-create registers one; one with data-passkey-sign, {party: options}, signs where
// its way is "passkey". The answer goes into its field `credential`, as WebAuthn's JSON (Level 3 §5.1).
export function registerPasskey(form) {
  const options = JSON.parse(form.dataset.passkeyCreate);
  answerBefore(form, () => true, () =>
    navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
  );
}

export function signWithPasskey(form) {
  const options = JSON.parse(form.dataset.passkeySign);
  const chosen = () => form.querySelector('[name="way"]:checked')?.value === "passkey";
  answerBefore(form, chosen, () => {
    const wanted = options[form.elements.party.value];
    return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(wanted) });
  });
}

function answerBefore(form, isWanted, ask) {
  const status = form.querySelector("[data-passkey-status]");
  form.addEventListener("submit", async (event) => {
    if (!isWanted() || form.elements.credential.value) return;
    event.preventDefault();
    status.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify((await ask()).toJSON());
      form.requestSubmit();
    } catch {
      status.textContent = form.dataset.passkeyFailed;
      status.hidden = false;
    }
  });
}
