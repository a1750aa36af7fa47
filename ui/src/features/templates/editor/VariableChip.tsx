// The chip of one variable: what people see in the document, and the small form behind it.
import { Button, Group, Popover, Stack, Text, TextInput } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { NodeViewWrapper, type ReactNodeViewProps } from "@tiptap/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { icon } from "@/design/icon";
import classes from "./editor.module.css";
import { useKnownVariables } from "./KnownVariables";

export function VariableChip({ node, selected, editor, updateAttributes, deleteNode }: ReactNodeViewProps) {
  const { t } = useTranslation("templates");
  const [opened, setOpened] = useState(false);
  const { isKnown, labelOf } = useKnownVariables();
  const name = String(node.attrs.name);
  const fallback = (node.attrs.fallback as string | null) ?? "";
  const known = isKnown(name);
  const close = () => {
    setOpened(false);
    editor.commands.focus();
  };

  return (
    <NodeViewWrapper as="span" className={classes.chipBox}>
      <Popover
        opened={opened}
        onChange={setOpened}
        position="bottom"
        width={300}
        shadow="md"
        trapFocus
        withArrow
      >
        <Popover.Target>
          <button
            type="button"
            className={classes.chip}
            data-selected={selected || opened || undefined}
            data-unknown={!known || undefined}
            aria-label={t("chip.label", { name })}
            onClick={() => setOpened(true)}
            contentEditable={false}
          >
            <span aria-hidden className={classes.brace}>
              {"{"}
            </span>
            {name}
            <span aria-hidden className={classes.brace}>
              {"}"}
            </span>
          </button>
        </Popover.Target>
        <Popover.Dropdown>
          <Stack gap="sm">
            <Group justify="space-between" wrap="nowrap">
              <Text fw={600}>{labelOf(name)}</Text>
              <Text size="sm" c="var(--ink-3)">
                {known ? t("chip.field", { name }) : null}
              </Text>
            </Group>
            {known ? null : (
              <Group gap={8} wrap="nowrap" align="start" className={classes.warning}>
                <IconAlertTriangle {...icon} />
                <Text size="sm">{t("chip.unknown", { name })}</Text>
              </Group>
            )}
            <TextInput
              label={t("chip.fallback")}
              placeholder={t("chip.fallbackPlaceholder")}
              value={fallback}
              onChange={(event) => updateAttributes({ fallback: event.currentTarget.value || null })}
              onKeyDown={(event) => event.key === "Enter" && close()}
              data-autofocus
            />
            <Group justify="space-between">
              <Button variant="subtle" color="red" size="sm" onClick={deleteNode}>
                {t("chip.remove")}
              </Button>
              <Button size="sm" onClick={close}>
                {t("chip.done")}
              </Button>
            </Group>
          </Stack>
        </Popover.Dropdown>
      </Popover>
    </NodeViewWrapper>
  );
}
