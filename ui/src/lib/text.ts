// Pure text: folding for comparison, initials, and where a search term stands in a value.

/** Lower case without accents, character for character, so that positions stay true. */
export function fold(text: string): string {
  let folded = "";
  for (const character of text) {
    const plain = character.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    folded += plain.length === character.length ? plain : character.toLowerCase().slice(0, character.length);
  }
  return folded;
}

export interface Piece {
  text: string;
  match: boolean;
}

/** Cuts `text` where words begin with one of the terms of `search`, accents and case aside. */
export function markMatches(text: string, search: string): Piece[] {
  const terms = fold(search)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  if (terms.length === 0 || text === "") return [{ text, match: false }];
  const folded = fold(text);
  const pieces: Piece[] = [];
  let done = 0;
  for (const word of folded.matchAll(/[\p{L}\p{N}]+/gu)) {
    const length = Math.max(
      0,
      ...terms.filter((term) => word[0].startsWith(term)).map((term) => term.length),
    );
    if (length === 0) continue;
    if (word.index > done) pieces.push({ text: text.slice(done, word.index), match: false });
    pieces.push({ text: text.slice(word.index, word.index + length), match: true });
    done = word.index + length;
  }
  if (done < text.length) pieces.push({ text: text.slice(done), match: false });
  return pieces;
}

/** One or two capitals that stand for a person or firm. */
export function initials(name: string): string {
  const words = name.split(/[\s'’.-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const first = words[0]?.charAt(0) ?? "";
  const last = words.length > 1 ? (words[words.length - 1]?.charAt(0) ?? "") : "";
  return (first + last).toLocaleUpperCase();
}
