// What may stand where the cursor is: words of the dialect, parties and organs, clauses, ids. Pure.
const ITEM = /^\s*[-*+]\s+\*\*([^*]*)\*\*\s*[(（]([^)）]*)$/;
const KEYWORD = /^\s*[-*+]\s+\*\*([^*]*)$/;
const MOST = 40;

/**
 * `before` is the line up to the cursor, `words` the server's answer, `code` the language of the text and `text` all of it.
 * Gives { token, list: [{ text, name, again }] }, where `again` asks for what comes next; null where nothing is offered.
 */
export function offers(before, words, code, text) {
  const own = words.languages[code] ?? words.languages.en;
  const inside = ITEM.exec(before);
  if (inside) return inParenthesis(inside[1], inside[2], words, own, text);
  const begun = KEYWORD.exec(before);
  return begun ? atKeyword(begun[1], words, own, text) : null;
}

/** Whether the cursor stands in the parenthesis of an item, which is one line. */
export const isInParenthesis = (before, behind) => ITEM.test(before) && /^[^(（]*[)）]/.test(behind);

function atKeyword(typed, words, own, text) {
  const [left] = own.brackets;
  const status = own.kinds.at(-1);
  if (typed.startsWith(`${status} `)) {
    const list = ids(words, text).map((id) => ({ ...id, text: `${id.text}**${left}`, again: true }));
    return matching(typed.slice(status.length + 1), list);
  }
  const ends = { [status]: " ", [own.kinds[2]]: `**${own.colon}` }; // a decision needs no parenthesis
  return matching(typed, own.kinds.map((kind) => ({ text: kind + (ends[kind] ?? `**${left}`), name: "", again: true })));
}

function inParenthesis(keyword, typed, words, own, text) {
  const segments = typed.split(/[;；]/);
  const segment = segments.at(-1).trimStart();
  const used = segments.slice(0, -1).map((each) => fieldOf(each.trimStart(), own));
  const field = fieldOf(segment, own);
  if (field) return matching(lastOf(segment.slice(field.length), field, own), valuesOf(field, words, own, text));
  const free = own.fields.filter((each) => !used.includes(each)).map((each) => ({ text: `${each} `, name: "", again: true }));
  if (segments.length > 1) return matching(segment, free);
  const kind = own.kinds.indexOf(keyword.trim().split(/\s+/)[0]);
  if (kind === own.kinds.length - 1) return matching(segment, plain(own.states));
  if (kind === 2) return matching(segment, free);
  return matching(lastOf(segment), words.codes);
}

function fieldOf(segment, own) {
  const at = segment.toLowerCase();
  return own.fields.find((field) => at.startsWith(field) && (!own.spaced || at.length === field.length || /\s/.test(at[field.length])));
}

function valuesOf(field, words, own, text) {
  const place = own.fields.indexOf(field);
  if (place === 0) return words.codes;
  if (place === 1) return plain(own.dues);
  if (place === 2) return words.clauses.map(({ code, number, name }) => ({ text: own.clause.replace("{code}", code).replace("{number}", number), name }));
  if (place === 4) return plain(own.priorities);
  return place === 5 ? [] : ids(words, text);
}

const plain = (list) => list.map((text) => ({ text, name: "" }));

/** What follows the last comma, as it is typed. */
const lastOf = (segment) => segment.split(/[,，、]/).at(-1).trimStart();

/** Those of the text itself first: what is decided here answers what was said here. */
function ids(words, text) {
  const known = new Map(words.ids.map((id) => [id.text, id]));
  const here = [...text.matchAll(/\*\*[^\s*]+ ([CRDAS]-\d+)\*\*[^:：]*[:：]?\s*([^\n]*)/g)].map(([, id, said]) => ({ text: id, name: said }));
  return [...new Map([...here, ...known.values()].reverse().map((id) => [id.text, id])).values()].reverse();
}

function matching(token, list) {
  const wanted = token.toLowerCase();
  const starting = list.filter((each) => each.text.toLowerCase().startsWith(wanted));
  const telling = wanted.length > 1 || wanted > "\u2e80"; // one Latin letter stands in every name
  const naming = list.filter((each) => telling && !starting.includes(each) && each.name.toLowerCase().includes(wanted));
  const found = [...starting, ...naming].slice(0, MOST);
  const whole = found.some((each) => each.text.trim() === token); // what was typed out needs no offer
  return found.length && !whole ? { token, list: found } : null;
}
