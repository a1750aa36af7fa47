// Between what is stored (variables as text) and what the editor holds (variables as chips).
import { formatVariable, splitVariables } from "./variables";

const CHIP = "span[data-variable]";

function parse(html: string): HTMLElement {
  // An inert document: nothing in it is fetched or run.
  return new DOMParser().parseFromString(html, "text/html").body;
}

function textNodes(root: HTMLElement): Text[] {
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  while (walker.nextNode()) found.push(walker.currentNode as Text);
  return found;
}

/** Stored HTML with every `{variable}` in its text turned into a chip. Attributes are left as they are. */
export function toEditor(html: string): string {
  const body = parse(html);
  for (const node of textNodes(body)) {
    const parts = splitVariables(node.data);
    if (parts.every((part) => typeof part === "string")) continue;
    const nodes = parts.map((part) => {
      if (typeof part === "string") return body.ownerDocument.createTextNode(part);
      const chip = body.ownerDocument.createElement("span");
      chip.dataset.variable = part.name;
      if (part.fallback) chip.dataset.fallback = part.fallback;
      return chip;
    });
    node.replaceWith(...nodes);
  }
  return body.innerHTML;
}

/** The editor's HTML with every chip printed as text. */
export function fromEditor(html: string): string {
  const body = parse(html);
  for (const chip of body.querySelectorAll<HTMLElement>(CHIP)) {
    const { variable = "", fallback } = chip.dataset;
    chip.replaceWith(formatVariable({ name: variable, fallback: fallback ?? null }));
  }
  return body.innerHTML;
}

/** One line of plain text (a subject) as the editor's document. */
export function lineToEditor(text: string): string {
  const paragraph = document.createElement("p");
  paragraph.textContent = text;
  return toEditor(paragraph.outerHTML);
}

/** The editor's document as one line of plain text. */
export function lineFromEditor(html: string): string {
  return (parse(fromEditor(html)).textContent ?? "").replace(/\s+/g, " ").trimStart();
}
