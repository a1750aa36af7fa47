// The generated shapes, by the names the screens use.
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Contact = Schemas["Contact"];
export type ContactFields = Schemas["ContactFields"];
export type Tag = Schemas["Tag"];
export type Field = Schemas["Field"];
export type HistoryItem = Schemas["HistoryItem"];
export type Suppression = Schemas["Suppression"];
export type Home = Schemas["Home"];
export type Todo = Schemas["Todo"];
export type DayCount = Schemas["DayCount"];
export type Job = Schemas["Job"];
export type Upload = Schemas["Upload"];
export type Inspection = Schemas["Inspection"];
export type InspectRequest = Schemas["InspectRequest"];
export type ImportRequest = Schemas["ImportRequest"];
export type Import = Schemas["Import"];
export type RejectedRow = Schemas["RejectedRow"];
export type RejectReason = Schemas["RejectReason"];
export type Campaign = Schemas["Campaign"];
export type CampaignState = Schemas["CampaignState"];
export type Recipient = Schemas["Recipient"];
export type RecipientState = Schemas["RecipientState"];
export type LedgerCounts = Schemas["LedgerCounts"];
export type Template = Schemas["Template"];
export type Connection = Schemas["Connection"];
export type Settings = Schemas["Settings"];
export type Vault = Schemas["Vault"];
export type Session = Schemas["Session"];
export type License = Schemas["License"];
export type LicenseRelease = Schemas["LicenseRelease"];
export type ActivationRequest = Schemas["ActivationRequest"];
export type Event = Schemas["Event"];
