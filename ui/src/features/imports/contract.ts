// The shapes that the wizard speaks with the server, by the names its screens use.
import type { components } from "@/api/schema";

type Schemas = components["schemas"];

export type DateOrder = Schemas["DateOrder"];
export type Policy = Schemas["DuplicatePolicy"];
export type Verdict = Schemas["Verdict"];
export type FieldKind = Schemas["NewFieldKind"];
export type Question = Schemas["Question"];
export type FieldChange = Schemas["FieldChange"];
export type ReviewRow = Schemas["ReviewRow"];
export type FilterCount = Schemas["ReviewFilterCount"];
export type ReviewPage = Schemas["ReviewPage"];
export type Correction = Schemas["Correction"];
export type InspectedColumn = Schemas["Column"];
export type Inspection = Schemas["Inspection"];
export type Import = Schemas["Import"];
/** How one column is read, every choice named; null where the program decides. */
export type FullChoice = Schemas["ColumnChoice"];
/** What was said about one column so far. */
export type ColumnChoice = Partial<FullChoice>;
/** A field that the import creates on its way. */
export type NewField = Schemas["ProposedField"];
