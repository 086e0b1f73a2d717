// The code of a registration, as registration/checkin/codes.py reads it: what is mistyped is said without the network.
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 10;
const CYRILLIC = Object.fromEntries([..."АВСЕНІЈКМОРЅТХУ"].map((letter, place) => [letter, "ABCEHIJKMOPSTXY"[place]]));
const LOOK_ALIKES = { ...CYRILLIC, O: "0", I: "1", L: "1" };

/** The ten characters as they are stored; null where it cannot be a code. */
export function read(typed) {
  const plain = typed.normalize("NFKC").toUpperCase().replace(/[\s\-_.\u2010-\u2013\u2212]/g, "");
  const code = [...plain].map((letter) => latin(LOOK_ALIKES[letter] ?? letter)).join("");
  const known = code.length === LENGTH && [...code].every((letter) => ALPHABET.includes(letter));
  return known && remainder(code) === 0 ? code : null;
}

const latin = (letter) => ({ O: "0", I: "1" })[letter] ?? letter; // what a Cyrillic letter looks like may look like a digit

export const shown = (code) => `${code.slice(0, 5)}-${code.slice(5)}`;

/** In GF(32): a single wrong character, and two that changed places, leave something. */
const remainder = (code) => [...code].reduce((total, letter) => twice(total) ^ ALPHABET.indexOf(letter), 0);
const twice = (number) => (number << 1) ^ (number & 16 ? 0b100101 : 0);

/** A name for one scan, by which the server knows it again: a ULID. */
export function newUlid() {
  let time = Date.now();
  const stamp = Array.from({ length: 10 }, () => {
    const letter = ALPHABET[time % 32];
    time = Math.floor(time / 32);
    return letter;
  });
  const random = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => ALPHABET[byte % 32]);
  return stamp.reverse().join("") + random.join("");
}
