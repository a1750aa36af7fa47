// How a variable is written: `{prenom}` or `{prenom|default("client")}`. The same text in subject, body and file.

export type Variable = { name: string; fallback: string | null };

const VARIABLE =
  /\{\s*([\p{L}_][\p{L}\p{N}_]*)\s*(?:\|\s*default\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*\)\s*)?\}/gu;

/** Prints a variable as the engine reads it. */
export function formatVariable({ name, fallback }: Variable): string {
  return fallback ? `{${name}|default(${JSON.stringify(fallback)})}` : `{${name}}`;
}

function unquote(literal: string): string {
  return literal.slice(1, -1).replace(/\\(.)/g, (_, char: string) => (char === "n" ? "\n" : char));
}

/** Cuts a text into words and variables, in order. What is not a plain variable stays text. */
export function splitVariables(text: string): (string | Variable)[] {
  const parts: (string | Variable)[] = [];
  let end = 0;
  for (const match of text.matchAll(VARIABLE)) {
    if (match.index > end) parts.push(text.slice(end, match.index));
    parts.push({ name: match[1] ?? "", fallback: match[2] ? unquote(match[2]) : null });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push(text.slice(end));
  return parts;
}

/** The names used in a text, each once, in order of first appearance. */
export function variableNames(text: string): string[] {
  const names = splitVariables(text).flatMap((part) => (typeof part === "string" ? [] : [part.name]));
  return [...new Set(names)];
}

/** The text as a list shows it: every variable by its bare name. */
export function withoutFallbacks(text: string): string {
  return splitVariables(text)
    .map((part) => (typeof part === "string" ? part : `{${part.name}}`))
    .join("");
}
