// The generated shapes around the vault's keys, by the names the screens use.
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Slot = Schemas["Slot"];
export type SlotKind = Schemas["SlotKind"];
export type Slots = Schemas["VaultSlots"];
export type RotationKind = Schemas["RotationKind"];
export type Rotations = Schemas["Rotations"];
