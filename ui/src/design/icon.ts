// The two icon sizes of the house, with its 1.5 stroke. Spread onto any Tabler icon.
export const icon = { size: 16, stroke: 1.5, "aria-hidden": true } as const;
export const iconLarge = { size: 20, stroke: 1.5, "aria-hidden": true } as const;
