// What other screens show of duplicates.
export { MergeHistory } from "./MergeHistory";
