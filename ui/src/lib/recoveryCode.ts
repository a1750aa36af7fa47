// Reads a recovery code while it is being typed: forgiving about case, spaces, dashes and look-alikes. The check
// symbols are the vault's business; here only what a person can see while typing is looked at.

const GROUPS = 9;
const GROUP = 4;
const SYMBOLS = /^[0-9A-HJKMNP-TV-Z]$/;
const SEPARATORS = /[\s\-‐‑‒–—−_.]/gu;

export interface TypedCode {
  /** Whole groups so far. */
  groups: number;
  /** The first sign that no code has, and the group it stands in. */
  stranger: { sign: string; group: number } | null;
  /** More signs than a code has. */
  tooLong: boolean;
  complete: boolean;
}

export function readTypedCode(text: string): TypedCode {
  const signs = text.toUpperCase().replace(SEPARATORS, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  const body = signs.startsWith("SR1") ? signs.slice(3) : signs;
  const at = [...body].findIndex((sign) => !SYMBOLS.test(sign));
  const stranger = at < 0 ? null : { sign: [...body][at] ?? "", group: Math.floor(at / GROUP) + 1 };
  const length = [...body].length;
  return {
    groups: Math.min(GROUPS, Math.floor(length / GROUP)),
    stranger,
    tooLong: length > GROUPS * GROUP,
    complete: stranger === null && length === GROUPS * GROUP,
  };
}

export const RECOVERY_GROUPS = GROUPS;
