// What other screens show of contacts.
export { useCustomFields } from "./customFields";
export { EDITED, type EditedField, fieldText } from "./fields";
export { NarrowFilter } from "./NarrowFilter";
export { Rail } from "./Rail";
