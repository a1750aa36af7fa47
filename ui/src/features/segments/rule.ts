// A segment's rule: the tree that the builder edits and the vault keeps.

export interface Condition {
  id?: string;
  field: string;
  operator: string;
  value?: unknown;
}

export interface RuleTree {
  id?: string;
  combinator: "and" | "or";
  not?: boolean;
  rules: (Condition | RuleTree)[];
}

/** Groups inside groups, the outermost included; the vault refuses more. */
export const MAX_DEPTH = 5;
export const MAX_CONDITIONS = 50;

export const NOBODY_ASKED: RuleTree = { combinator: "and", rules: [] };

/** What a condition reads beside its field. */
export type ValueKind =
  | "none"
  | "text"
  | "texts"
  | "number"
  | "numbers"
  | "day"
  | "days"
  | "count"
  | "month"
  | "id"
  | "ids"
  | "standing";

const NONE = new Set(["empty", "not_empty", "is_yes", "is_no", "received_any", "received_none"]);
const COUNTS = new Set(["in_last_days", "not_in_last_days", "in_next_days", "anniversary_in_next_days"]);
const NUMBERS = new Set(["=", "!=", "<", "<=", ">", ">="]);
const DAYS = new Set(["on", "before", "after"]);

/** What `operator` reads on a field of this kind. */
export function valueKind(fieldKind: string, operator: string): ValueKind {
  if (NONE.has(operator)) return "none";
  if (COUNTS.has(operator)) return "count";
  if (NUMBERS.has(operator)) return "number";
  if (DAYS.has(operator)) return "day";
  if (operator === "anniversary_in_month") return "month";
  if (operator === "between") return fieldKind === "number" ? "numbers" : "days";
  if (operator === "received" || operator === "not_received") return "id";
  if (operator.startsWith("has_")) return fieldKind === "groups" ? "ids" : "texts";
  if (operator === "is_any_of" || operator === "is_none_of") return "texts";
  if (fieldKind === "import") return "id";
  if (fieldKind === "consent") return "standing";
  return "text";
}

/** A value to begin with. */
export function firstValue(kind: ValueKind): unknown {
  const first: Partial<Record<ValueKind, unknown>> = {
    texts: [],
    ids: [],
    numbers: ["", ""],
    days: ["", ""],
    count: 30,
    month: 1,
    standing: "granted",
  };
  return kind === "none" ? null : (first[kind] ?? "");
}

export function isGroup(part: Condition | RuleTree): part is RuleTree {
  return "rules" in part;
}

const DAY = /^\d{4}-\d\d-\d\d$/;
const filled = (value: unknown) => value !== "" && value !== null && value !== undefined;

/** Whether nothing is missing to ask it. */
export function isComplete({ operator, value }: Condition, fieldKind: string): boolean {
  const kind = valueKind(fieldKind, operator);
  switch (kind) {
    case "none":
      return true;
    case "texts":
    case "ids":
      return Array.isArray(value) && value.length > 0;
    case "numbers":
      return Array.isArray(value) && value.length === 2 && value.every(filled);
    case "days":
      return Array.isArray(value) && value.length === 2 && value.every((day) => DAY.test(String(day)));
    case "day":
      return DAY.test(String(value));
    default:
      return filled(value) && String(value).trim() !== "";
  }
}

type KindOf = (field: string) => string;

/** What can be asked of it now, without the ids of the builder: conditions that miss something are left out. */
export function asked(tree: RuleTree, kindOf: KindOf): RuleTree {
  const rules = tree.rules.flatMap((part): (Condition | RuleTree)[] => {
    if (isGroup(part)) {
      const inner = asked(part, kindOf);
      return inner.rules.length > 0 ? [inner] : [];
    }
    return isComplete(part, kindOf(part.field)) ? [bare(part)] : [];
  });
  return { combinator: tree.combinator, ...(tree.not ? { not: true } : {}), rules };
}

function bare({ field, operator, value }: Condition): Condition {
  return value === null || value === undefined ? { field, operator } : { field, operator, value };
}

/** The tree as it stands, unfinished conditions included: for the address. */
export function withoutIds(tree: RuleTree): RuleTree {
  return {
    combinator: tree.combinator,
    ...(tree.not ? { not: true } : {}),
    rules: tree.rules.map((part) => (isGroup(part) ? withoutIds(part) : bare(part))),
  };
}

export function conditions(tree: RuleTree): Condition[] {
  return tree.rules.flatMap((part) => (isGroup(part) ? conditions(part) : [part]));
}

/** How many conditions still miss something. */
export function unfinished(tree: RuleTree, kindOf: KindOf): number {
  return conditions(tree).filter((part) => !isComplete(part, kindOf(part.field))).length;
}

/** Reads a tree out of an address; anything else is nothing. */
export function readTree(value: unknown, depth = 1): RuleTree | null {
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return null;
  const { combinator, not, rules } = value as Partial<RuleTree>;
  if (!Array.isArray(rules)) return null;
  const parts: (Condition | RuleTree)[] = [];
  for (const part of rules as unknown[]) {
    const group = readTree(part, depth + 1);
    if (group) parts.push(group);
    else if (isCondition(part)) parts.push(bare(part));
    else return null;
  }
  return {
    combinator: combinator === "or" ? "or" : "and",
    ...(not === true ? { not: true } : {}),
    rules: parts,
  };
}

function isCondition(part: unknown): part is Condition {
  return (
    typeof part === "object" &&
    part !== null &&
    typeof (part as Condition).field === "string" &&
    typeof (part as Condition).operator === "string"
  );
}

/** How the parts of a group count together, in one word for the person. */
export type Match = "all" | "any" | "none" | "not_all";

export function matchOf({ combinator, not }: Pick<RuleTree, "combinator" | "not">): Match {
  if (combinator === "or") return not ? "none" : "any";
  return not ? "not_all" : "all";
}

export function ofMatch(match: Match): Pick<RuleTree, "combinator" | "not"> {
  return { combinator: match === "any" || match === "none" ? "or" : "and", not: match.startsWith("no") };
}
