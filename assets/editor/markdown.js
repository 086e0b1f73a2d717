// EasyMDE over a textarea, which stays the form's field: each change is written there, and told as if it were typed there.
import CodeMirror from "codemirror";
import "codemirror/addon/hint/show-hint.js";
import EasyMDE from "easymde";
import { isInParenthesis, offers } from "./offers.js";

const NONE = ["togglePreview", "toggleSideBySide", "toggleFullScreen", "toggleCheckList", "toggleCodeBlock", "cleanBlock", "drawImage", "drawTable", "toggleHeadingSmaller", "toggleHeadingBigger", "toggleHeading1", "toggleHeading4", "toggleHeading5", "toggleHeading6"];
const KEYS = {
  Tab: false, // leaves the editor: WCAG 2.1.2
  "Shift-Tab": false,
  "Ctrl-]": "indentMore",
  "Ctrl-[": "indentLess",
};

/** `asked` promises the words that are offered; without them one writes on. */
export function edit(textarea, asked) {
  const easy = new EasyMDE({
    element: textarea,
    autoDownloadFontAwesome: false,
    spellChecker: false,
    nativeSpellcheck: true,
    inputStyle: "contenteditable", // what screen readers, phones and Chinese keyboards read and write
    forceSync: true,
    indentWithTabs: false,
    status: false,
    toolbar: false,
    shortcuts: { ...Object.fromEntries(NONE.map((name) => [name, null])), toggleHeading2: "Ctrl-Alt-2", toggleHeading3: "Ctrl-Alt-3" },
  });
  const { codemirror } = easy;
  codemirror.getScrollerElement().style.minHeight = ""; // the stylesheet's, which knows the screen
  label(codemirror, textarea);
  codemirror.setOption("extraKeys", { ...codemirror.getOption("extraKeys"), ...KEYS });
  codemirror.setOption("cursorScrollMargin", Math.max(...[...textarea.form.querySelectorAll(".submit.stay, .submit.stay > .now")].map((bar) => bar.offsetHeight)) + 8); // the bar lies over the last lines
  codemirror.setOption("viewportMargin", 500); // lines that are read aloud and found by the browser's search
  codemirror.on("change", () => textarea.dispatchEvent(new Event("input", { bubbles: true })));
  codemirror.addKeyMap({ Enter: leaveParenthesis });
  easy.offer = () => {}; // until the words are there
  asked
    .then((words) => {
      easy.offer = complete(codemirror, textarea.lang, words);
      if (codemirror.hasFocus()) easy.offer(); // somebody was quicker than they
    })
    .catch(() => {});
  return easy;
}

function label(codemirror, textarea) {
  const wrapper = codemirror.getWrapperElement();
  const field = codemirror.getInputField();
  wrapper.parentElement.removeAttribute("role"); // a text field, no application
  wrapper.addEventListener("input", (event) => {
    event.stopPropagation(); // the textarea's own follows
    const { input } = codemirror.display; // CodeMirror would read after 80 ms, and lose what a key said before: dictation
    if (!input.composing) input.updateFromDOM();
  });
  for (const [name, value] of Object.entries({ role: "textbox", "aria-multiline": "true", lang: textarea.lang, "aria-describedby": textarea.getAttribute("aria-describedby") })) field.setAttribute(name, value);
  codemirror.setOption("screenReaderLabel", textarea.labels[0].textContent.trim());
}

/** An item is one paragraph: in its parenthesis a new line goes on behind it, and splits nothing. */
function leaveParenthesis(codemirror) {
  const { line, ch } = codemirror.getCursor();
  const text = codemirror.getLine(line);
  if (codemirror.somethingSelected() || !isInParenthesis(text.slice(0, ch), text.slice(ch))) return CodeMirror.Pass;
  codemirror.execCommand("goLineEnd");
}

/** Gives what offers at the cursor without being asked by a key: then Enter takes a word only once one was chosen. */
function complete(codemirror, code, words) {
  const container = codemirror.getWrapperElement().parentElement;
  const open = (extraKeys) => codemirror.showHint({ hint: () => hints(codemirror, code, words, offer), completeSingle: false, container, extraKeys: { ...LEAVING, ...extraKeys } });
  const offer = () => open({});
  codemirror.addKeyMap({ "Ctrl-Space": offer, "Alt-/": offer }); // the second where the first changes the keyboard
  codemirror.on("inputRead", (_codemirror, change) => change.origin !== "paste" && offer());
  return () => open(unasked());
}

/** The cursor's own keys are the text's, not the list's. */
const leaving = (command) => (codemirror, list) => {
  list.close();
  codemirror.execCommand(command);
};
const LEAVING = { Home: leaving("goLineLeftSmart"), End: leaving("goLineRight") };

function unasked() {
  let chosen = false;
  const move = (by) => (_codemirror, list) => {
    if (chosen || by < 0) list.moveFocus(by);
    chosen = true;
  };
  return { Down: move(1), Up: move(-1), Enter: (_codemirror, list) => (chosen ? list.pick() : list.close()) };
}

function hints(codemirror, code, words, offer) {
  const { line, ch } = codemirror.getCursor();
  const found = offers(codemirror.getLine(line).slice(0, ch), words, code, codemirror.getValue());
  if (!found) return null;
  const list = found.list.map(({ text, name, again }) => ({ text, name, again, render }));
  const given = { list, from: CodeMirror.Pos(line, ch - found.token.length), to: CodeMirror.Pos(line, ch) };
  CodeMirror.on(given, "select", (_hint, option) => option.parentElement.setAttribute("aria-label", words.label));
  CodeMirror.on(given, "pick", ({ again }) => again && setTimeout(offer));
  return given;
}

function render(element, _hints, { text, name }) {
  element.append(text, Object.assign(document.createElement("small"), { textContent: name.slice(0, 80) }));
}
