// What else can be done with a column: join it to another, split it, make a field of it, leave it out.
import { Menu } from "@mantine/core";
import { IconArrowsJoin2, IconArrowsSplit2, IconDots, IconEyeOff, IconPencil } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/design/IconButton";
import { icon } from "@/design/icon";
import type { InspectedColumn } from "./contract";
import { togetherAs, useFieldLabel } from "./fields";
import type { Wizard } from "./useWizard";

/** The nearest columns come first: parts of one thing stand beside each other. */
const SHOWN = 6;

interface ColumnMenuProps {
  column: InspectedColumn;
  name: string;
  nameOf: (index: number) => string;
  wizard: Wizard;
}

export function ColumnMenu({ column, name, nameOf, wizard }: ColumnMenuProps) {
  const { t } = useTranslation("imports");
  const label = useFieldLabel(wizard.newFields);
  const { mapping, mapColumn } = wizard;
  const here = column.index;
  const field = mapping[here] ?? null;
  const own = wizard.newFields.find(({ key }) => `custom:${key}` === field);
  const withWords = (other: string, of: string) =>
    other === of ? other : t("columnMenu.with", { column: other, field: of });
  const partners = mapping
    .flatMap((other, index) =>
      index !== here && other !== null && other !== field && togetherAs(other) !== "first"
        ? [{ index, field: other }]
        : [],
    )
    .sort((a, b) => Math.abs(a.index - here) - Math.abs(b.index - here))
    .slice(0, SHOWN);
  return (
    <Menu>
      <Menu.Target>
        <IconButton size={24} label={t("columnMenu.label", { column: name })}>
          <IconDots {...icon} />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        {partners.length > 0 ? (
          <>
            <Menu.Label>{t("columnMenu.join")}</Menu.Label>
            {partners.map((partner) => (
              <Menu.Item
                key={partner.index}
                leftSection={<IconArrowsJoin2 {...icon} />}
                onClick={() => mapColumn(here, partner.field)}
              >
                {withWords(nameOf(partner.index), label(partner.field))}
              </Menu.Item>
            ))}
          </>
        ) : null}
        <Menu.Label>{t("columnMenu.split")}</Menu.Label>
        {(["full_name", "full_address"] as const).map((whole) => (
          <Menu.Item
            key={whole}
            leftSection={<IconArrowsSplit2 {...icon} />}
            disabled={field === whole}
            onClick={() => mapColumn(here, whole)}
          >
            {t(`columnMenu.${whole}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        {own ? (
          <Menu.Item
            leftSection={<IconPencil {...icon} />}
            onClick={() =>
              wizard.change({
                newFields: [...wizard.choices.newFields.filter(({ key }) => key !== own.key), own],
              })
            }
          >
            {t("columnMenu.name")}
          </Menu.Item>
        ) : null}
        <Menu.Item
          leftSection={<IconEyeOff {...icon} />}
          disabled={field === null}
          onClick={() => mapColumn(here, null)}
        >
          {t("columns.ignore")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
