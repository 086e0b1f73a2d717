// Everything works without this; with it, it is quicker.
import htmx from "htmx.org";
import { autosave } from "./autosave.js";
import { countChosen } from "./choosing.js";
import { offerCopy } from "./copy.js";
import { closeMenus } from "./menus.js";
import { registerPasskey, signWithPasskey } from "./passkeys.js";
import { showAsked } from "./questions.js";
import { offerPrint } from "./print.js";
import { guardUnsaved } from "./unsaved.js";

Object.assign(htmx.config, {
  includeIndicatorStyles: false, // an inline style, which our content security policy refuses
  allowEval: false,
  selfRequestsOnly: true,
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "422", swap: true }, // a form that comes back with its errors
    { code: "[45]..", swap: false, error: true },
  ],
});

document.querySelectorAll("form[data-unsaved]").forEach(guardUnsaved);
document.querySelectorAll("textarea[data-autosave-url]").forEach(autosave);
document.querySelectorAll("button[data-copy]").forEach(offerCopy);
document.querySelectorAll("form[data-passkey-create]").forEach(registerPasskey);
document.querySelectorAll("form[data-passkey-sign]").forEach(signWithPasskey);
document.querySelectorAll("form:has([data-shown-if])").forEach(showAsked);
document.querySelectorAll("button[data-print]").forEach(offerPrint);
document.querySelectorAll("form[data-choose]").forEach(countChosen);
document.querySelectorAll("details.menu").forEach(closeMenus);
document.querySelector("[data-focus]")?.focus();
