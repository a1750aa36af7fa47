// What other screens show of contacts, and what they do to them.
export { listName } from "./columns";
export { bareKey, type FieldKind, fieldName, KINDS, useCustomFields } from "./customFields";
export { EDITED, type EditedField, fieldText } from "./fields";
export { NarrowFilter } from "./NarrowFilter";
export { useCounts } from "./person/useCounts";
export { useRefreshContact } from "./person/useRefreshContact";
export { RailPage } from "./RailPage";
export { useListActs } from "./rail/useRail";
export { useRefreshLists, useUndo } from "./useUndo";
