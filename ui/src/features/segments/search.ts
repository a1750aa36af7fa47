// What the address of a segment can say: the rule and the name in hand, where they are not those saved.
import { type RuleTree, readTree } from "./rule";

export interface SegmentSearch {
  rule?: RuleTree;
  name?: string;
}

export function readSegmentSearch(search: Record<string, unknown>): SegmentSearch {
  const read: SegmentSearch = {};
  const rule = readTree(search.rule);
  if (rule) read.rule = rule;
  if (typeof search.name === "string" && search.name) read.name = search.name.slice(0, 100);
  return read;
}
