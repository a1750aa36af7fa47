// The rows that were looked at, each with the line where it stands.
import type { Inspection } from "./contract";
import type { FileRow } from "./useCheckedRow";

export function previewRows(
  inspection: Pick<Inspection, "preview" | "header_line" | "has_header">,
): FileRow[] {
  const first = inspection.header_line + (inspection.has_header ? 1 : 0);
  return inspection.preview.map((cells, index) => ({ line: first + index, cells }));
}
