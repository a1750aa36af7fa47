// The chip of one variable: what people see in the document, and the small form behind it.
import { Button, Popover, TextInput } from "@mantine/core";
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
        onChange={(open) => (open ? setOpened(true) : close())}
        position="bottom"
        middlewares={{ shift: { padding: 16 } }}
        width={320}
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
            aria-label={
              fallback ? t("chip.labelWithFallback", { name, fallback }) : t("chip.label", { name })
            }
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
          <div className={classes.chipForm}>
            <div className={classes.chipHead}>
              <strong>{labelOf(name)}</strong>
              {known ? <span>{t("chip.field", { name })}</span> : null}
            </div>
            {known ? null : (
              <p className={classes.warning}>
                <IconAlertTriangle {...icon} />
                {t("chip.unknown", { name })}
              </p>
            )}
            <TextInput
              classNames={{ root: classes.chipField ?? "" }}
              label={t("chip.fallback")}
              placeholder={t("chip.fallbackPlaceholder")}
              value={fallback}
              onChange={(event) => updateAttributes({ fallback: event.currentTarget.value || null })}
              onKeyDown={(event) => event.key === "Enter" && close()}
              data-autofocus
            />
            <div className={classes.chipFoot}>
              <Button variant="subtle" color="red" size="sm" ml={-10} onClick={deleteNode}>
                {t("chip.remove")}
              </Button>
              <Button size="sm" onClick={close}>
                {t("chip.done")}
              </Button>
            </div>
          </div>
        </Popover.Dropdown>
      </Popover>
    </NodeViewWrapper>
  );
}
