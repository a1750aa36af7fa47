// Everything to be said about one column, under its row.
import type { Inspection } from "../contract";
import { companions, joined } from "../mapping";
import type { FileRow } from "../useCheckedRow";
import type { Wizard } from "../useWizard";
import { ConsentQuestion } from "./ConsentQuestion";
import { DateQuestion } from "./DateQuestion";
import { JoinQuestion } from "./JoinQuestion";
import { NewFieldQuestion } from "./NewFieldQuestion";
import { PhoneQuestion } from "./PhoneQuestion";
import { SPLIT_INTO, SplitQuestion } from "./SplitQuestion";

interface ColumnQuestionsProps {
  index: number;
  nameOf: (index: number) => string;
  wizard: Wizard;
  inspection: Inspection;
  /** The rows that were looked at, by their lines. */
  rows: FileRow[];
}

export function ColumnQuestions({ index, nameOf, wizard, inspection, rows }: ColumnQuestionsProps) {
  const column = inspection.columns[index];
  const field = wizard.mapping[index] ?? null;
  if (!column || field === null) return null;
  const answer = wizard.answers[index] ?? null;
  const together = companions(field, wizard.mapping);
  // A plain text under the column's own name needs no question; the menu of the column opens it.
  const own = wizard.newFields.find(({ key }) => `custom:${key}` === field);
  const isNamed = own?.kind !== "text" || wizard.choices.newFields.some(({ key }) => key === own.key);
  const onChoose = (choice: Parameters<Wizard["chooseFor"]>[1]) => wizard.chooseFor([index], choice);
  const isDate = field === "birthdate" || own?.kind === "date";
  const filled = rows.find((row) => row.cells[index]?.trim());
  const several = rows.find((row) => together.filter((at) => row.cells[at]?.trim()).length > 1);
  return (
    <>
      {field === "phone" || field === "postcode" ? (
        <PhoneQuestion
          column={column}
          field={field}
          answer={answer}
          country={wizard.country}
          onChoose={onChoose}
        />
      ) : null}
      {isDate ? <DateQuestion column={column} choice={answer} onChoose={onChoose} /> : null}
      {field.startsWith("consent:") ? <ConsentQuestion column={column} /> : null}
      {own && together[0] === index && isNamed ? (
        <NewFieldQuestion
          column={nameOf(index)}
          field={own}
          onChange={(next) =>
            wizard.change({
              newFields: [...wizard.choices.newFields.filter(({ key }) => key !== next.key), next],
            })
          }
        />
      ) : null}
      {field in SPLIT_INTO && together[0] === index ? (
        <SplitQuestion
          field={field}
          from={joined(filled ? together.map((at) => filled.cells[at] ?? "") : [], field, null)}
          row={filled}
          wizard={wizard}
        />
      ) : null}
      {together.length > 1 && together[0] === index ? (
        <JoinQuestion
          field={field}
          columns={together.map(nameOf)}
          cells={several ? together.map((at) => several.cells[at] ?? "") : []}
          choice={answer}
          onChoose={(choice) => wizard.chooseFor(together, choice)}
        />
      ) : null}
    </>
  );
}
