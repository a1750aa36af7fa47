// How good a passphrase is, in words. Length decides; signs and digits are nobody's duty.

/** Fewer signs are refused by the vault. */
export const SHORTEST = 12;
const GOOD = 16;
const STRONG = 24;

export type Strength =
  | { word: "empty" }
  | { word: "short"; missing: number }
  | { word: "repeats" }
  | { word: "fair" }
  | { word: "good" }
  | { word: "strong" };

/** Signs as people count them, in the form the vault will use. */
function signs(passphrase: string): string[] {
  return [...passphrase.normalize("NFKC")];
}

/** The shortest piece that, said over and over, makes the whole: "abcabcab" is three signs long. */
function period(text: readonly string[]): number {
  for (let length = 1; length < text.length; length += 1) {
    if (text.every((sign, at) => sign === text[at % length])) return length;
  }
  return text.length;
}

/** How many signs tell something new: a repeated piece counts once, a run like "12345" or "aaaa" nearly nothing. */
function telling(text: readonly string[]): number {
  const once = text.slice(0, period(text));
  let count = 0;
  let step: number | null = null;
  once.forEach((sign, at) => {
    const before = once[at - 1];
    const next: number | null =
      before === undefined ? null : (sign.codePointAt(0) ?? 0) - (before.codePointAt(0) ?? 0);
    const runs = next !== null && next === step && Math.abs(next) <= 1;
    if (!runs) count += 1;
    step = next;
  });
  return count;
}

export function strengthOf(passphrase: string): Strength {
  const text = signs(passphrase);
  if (text.length === 0) return { word: "empty" };
  if (text.length < SHORTEST) return { word: "short", missing: SHORTEST - text.length };
  const worth = telling(text);
  if (worth < SHORTEST / 2) return { word: "repeats" };
  if (worth >= STRONG) return { word: "strong" };
  return { word: worth >= GOOD ? "good" : "fair" };
}

/** Whether the vault may be given it. */
export function acceptable(strength: Strength): boolean {
  return strength.word === "fair" || strength.word === "good" || strength.word === "strong";
}

/** The bar beside the word, between 0 and 1. */
export function shareOf(passphrase: string): number {
  const strength = strengthOf(passphrase);
  if (strength.word === "empty" || strength.word === "repeats") return strength.word === "empty" ? 0 : 0.15;
  return Math.min(1, telling(signs(passphrase)) / STRONG);
}
