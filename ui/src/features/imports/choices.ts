// What a person has chosen for the file in hand, over what the program remembers and suggests.
import type {
  ColumnChoice,
  Correction,
  FullChoice,
  InspectedColumn,
  Inspection,
  NewField,
  Policy,
} from "./contract";

export type Mapping = (string | null)[];

/** How the file is read; what is absent is found out. */
export interface ReadOptions {
  encoding?: string | null;
  delimiter?: string | null;
  sheet?: string | null;
  has_header?: boolean | null;
  repair_mojibake?: boolean;
}

export interface Choices {
  read: ReadOptions;
  /** The last file of this shape was read with other choices; a person may want the suggestions instead. */
  forget: boolean;
  /** Absent: as remembered, else as suggested. */
  mapping: Mapping | null;
  /** By column, over what is remembered. */
  columns: Record<number, ColumnChoice>;
  newFields: NewField[];
  tags: string[];
  country: string | null;
  acceptPhoneOnly: boolean | null;
  policy: Policy | null;
  /** Lines as a person corrected them: all their cells. */
  corrections: Record<number, string[]>;
  /** The same as the last dry run counted them. */
  counted: Record<number, string[]>;
}

export const FRESH: Choices = {
  read: {},
  forget: false,
  mapping: null,
  columns: {},
  newFields: [],
  tags: [],
  country: null,
  acceptPhoneOnly: null,
  policy: null,
  corrections: {},
  counted: {},
};

/** Everything that an order needs, with no gap left. */
export interface Effective {
  mapping: Mapping;
  /** What was said about each column, by the person now or the last time. */
  answers: (ColumnChoice | null)[];
  /** The same, and the likeliest answer where a question is still open. */
  columns: (FullChoice | null)[];
  newFields: NewField[];
  country: string;
  acceptPhoneOnly: boolean;
  policy: Policy;
  corrections: Correction[];
}

interface Seen extends Pick<Inspection, "default_mapping"> {
  columns: Pick<InspectedColumn, "question" | "new_field">[];
  remembered:
    | (Omit<NonNullable<Inspection["remembered"]>, "columns"> & { columns: (ColumnChoice | null)[] })
    | null;
}

const UNDECIDED: FullChoice = { country: null, date_order: null, join: null, restore_zero: null };

/** A person's choice counts before the remembered one, the remembered one before the suggestion. */
export function effective(choices: Choices, seen: Seen | undefined, firm: string): Effective {
  const kept = choices.forget ? null : (seen?.remembered ?? null);
  const mapping = choices.mapping ?? kept?.mapping ?? seen?.default_mapping ?? [];
  const answers = mapping.map((_, index) => spoken({ ...kept?.columns[index], ...choices.columns[index] }));
  return {
    mapping,
    answers,
    columns: answers.map((answer, index) => {
      const choice = spoken({ ...likeliest(seen?.columns[index]), ...answer });
      return choice && { ...UNDECIDED, ...choice };
    }),
    newFields: newFieldsOf(choices, seen, mapping),
    country: choices.country ?? kept?.country ?? firm,
    acceptPhoneOnly: choices.acceptPhoneOnly ?? kept?.require === "email_or_phone",
    policy: choices.policy ?? kept?.policy ?? "update",
    corrections: Object.entries(choices.corrections).map(([line, cells]) => ({ line: Number(line), cells })),
  };
}

function spoken(choice: ColumnChoice): ColumnChoice | null {
  const said = Object.entries(choice).filter(([, value]) => value !== null && value !== undefined);
  return said.length > 0 ? Object.fromEntries(said) : null;
}

function likeliest(column: Seen["columns"][number] | undefined): ColumnChoice {
  const question = column?.question;
  if (question?.kind === "date_order") return { date_order: question.suggested };
  return question?.kind === "lost_zero" ? { restore_zero: true } : {};
}

/** The fields to create: as a person named them, else as the program proposes for the column. */
function newFieldsOf(choices: Choices, seen: Seen | undefined, mapping: Mapping): NewField[] {
  const fields = new Map<string, NewField>();
  mapping.forEach((field, index) => {
    const key = field?.startsWith("custom:") ? field.slice("custom:".length) : null;
    if (key === null || fields.has(key)) return;
    const chosen = choices.newFields.find((own) => own.key === key);
    const proposed = seen?.columns[index]?.new_field;
    if (chosen) fields.set(key, chosen);
    else if (proposed?.key === key) fields.set(key, proposed);
  });
  return [...fields.values()];
}

/** How many lines were corrected since the last dry run counted them. */
export function uncounted({ corrections, counted }: Pick<Choices, "corrections" | "counted">): number {
  const lines = new Set([...Object.keys(corrections), ...Object.keys(counted)].map(Number));
  return [...lines].filter((line) => corrections[line]?.join("\n") !== counted[line]?.join("\n")).length;
}

function keyOf(upload: string): string {
  return `sellify.import.${upload}`;
}

/** Choices outlive a reload: they are kept beside the upload they belong to. */
export function recall(upload: string | undefined): Choices {
  const kept = upload ? sessionStorage.getItem(keyOf(upload)) : null;
  return kept ? { ...FRESH, ...(JSON.parse(kept) as Partial<Choices>) } : FRESH;
}

export function keep(upload: string, choices: Choices): void {
  sessionStorage.setItem(keyOf(upload), JSON.stringify(choices));
}
