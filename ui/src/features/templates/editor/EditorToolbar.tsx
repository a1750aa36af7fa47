// What can be done to the words of the body. Every tool has a name, a pressed state and its usual shortcut.
import { ActionIcon, Button, Group, Popover, TextInput, Tooltip } from "@mantine/core";
import {
  IconBold,
  IconBraces,
  IconH1,
  IconItalic,
  IconLink,
  IconList,
  IconListNumbers,
  IconUnderline,
} from "@tabler/icons-react";
import { type Editor, useEditorState } from "@tiptap/react";
import { type FormEvent, type ReactNode, type Ref, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./editor.module.css";

type ToolProps = {
  label: string;
  pressed?: boolean;
  onClick: () => void;
  children: ReactNode;
  ref?: Ref<HTMLButtonElement>;
};

/** What a popover adds to its target goes on to the button itself. */
function Tool({ label, pressed = false, onClick, children, ...rest }: ToolProps) {
  return (
    <Tooltip label={label} openDelay={500}>
      <ActionIcon
        {...rest}
        size={32}
        aria-label={label}
        aria-pressed={pressed}
        className={pressed ? classes.pressed : undefined}
        onMouseDown={(event) => event.preventDefault()}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

function LinkTool({ editor, active }: { editor: Editor; active: boolean }) {
  const { t } = useTranslation("templates");
  const [opened, setOpened] = useState(false);
  const [address, setAddress] = useState("");
  const open = () => {
    setAddress(String(editor.getAttributes("link").href ?? ""));
    setOpened(true);
  };
  const apply = (event: FormEvent) => {
    event.preventDefault();
    const typed = address.trim();
    const href = typed === "" || /^([a-z]+:|\{)/i.test(typed) ? typed : `https://${typed}`;
    const chain = editor.chain().focus().extendMarkRange("link");
    if (href) chain.setLink({ href }).run();
    else chain.unsetLink().run();
    setOpened(false);
  };
  return (
    <Popover opened={opened} onChange={setOpened} width={320} trapFocus shadow="md">
      <Popover.Target>
        <Tool label={t("tools.link")} pressed={active} onClick={open}>
          <IconLink size={18} stroke={1.5} aria-hidden />
        </Tool>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={apply}>
          <Group gap={8} wrap="nowrap" align="end">
            <TextInput
              flex={1}
              label={t("tools.linkAddress")}
              placeholder="https://…"
              value={address}
              onChange={(event) => setAddress(event.currentTarget.value)}
              data-autofocus
            />
            <Button type="submit">{address.trim() ? t("tools.linkApply") : t("tools.linkRemove")}</Button>
          </Group>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

export function EditorToolbar({ editor }: { editor: Editor }) {
  const { t } = useTranslation("templates");
  const active = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      bold: now.isActive("bold"),
      italic: now.isActive("italic"),
      underline: now.isActive("underline"),
      heading: now.isActive("heading", { level: 1 }),
      bullets: now.isActive("bulletList"),
      numbers: now.isActive("orderedList"),
      link: now.isActive("link"),
    }),
  });
  const icon = { size: 18, stroke: 1.5, "aria-hidden": true } as const;
  return (
    <div className={classes.toolbar} role="toolbar" aria-label={t("tools.label")}>
      <Tool
        label={t("tools.bold")}
        pressed={active.bold}
        onClick={() => editor.chain().focus().toggleBold().run()}
      >
        <IconBold {...icon} />
      </Tool>
      <Tool
        label={t("tools.italic")}
        pressed={active.italic}
        onClick={() => editor.chain().focus().toggleItalic().run()}
      >
        <IconItalic {...icon} />
      </Tool>
      <Tool
        label={t("tools.underline")}
        pressed={active.underline}
        onClick={() => editor.chain().focus().toggleUnderline().run()}
      >
        <IconUnderline {...icon} />
      </Tool>
      <LinkTool editor={editor} active={active.link} />
      <Tool
        label={t("tools.heading")}
        pressed={active.heading}
        onClick={() => editor.chain().focus().toggleHeading({ level: 1 }).run()}
      >
        <IconH1 {...icon} />
      </Tool>
      <Tool
        label={t("tools.bullets")}
        pressed={active.bullets}
        onClick={() => editor.chain().focus().toggleBulletList().run()}
      >
        <IconList {...icon} />
      </Tool>
      <Tool
        label={t("tools.numbers")}
        pressed={active.numbers}
        onClick={() => editor.chain().focus().toggleOrderedList().run()}
      >
        <IconListNumbers {...icon} />
      </Tool>
      <span className={classes.separator} aria-hidden />
      <Button
        variant="subtle"
        size="sm"
        leftSection={<IconBraces {...icon} />}
        onClick={() => editor.chain().focus().insertContent("{").run()}
      >
        {t("tools.variable")}
      </Button>
    </div>
  );
}
