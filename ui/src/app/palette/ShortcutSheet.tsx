// `?`: every shortcut of the registry, and the switch for single letters.
import { Checkbox, Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Keys } from "@/design/Keys";
import { useAllCommands } from "@/lib/commands";
import { setSingleKeys, singleKeysOn } from "@/lib/shortcuts";
import classes from "./ShortcutSheet.module.css";

const IN_LISTS = ["up down", "enter", "space", "escape"] as const;

export function ShortcutSheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation("common");
  const commands = useAllCommands();
  const [single, setSingle] = useState(singleKeysOn);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("shortcuts.title")}
      size={560}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <div className={classes.groups}>
        {(["go", "do", "here"] as const).map((group) => {
          const members = commands.filter((command) => command.group === group && command.keys);
          if (members.length === 0) return null;
          return (
            <section key={group}>
              <h3 className={classes.title}>{t(`palette.${group}`)}</h3>
              <dl>
                {members.map((command) => (
                  <div key={command.id} className={classes.pair}>
                    <dt>{command.label}</dt>
                    <dd>
                      <Keys keys={command.keys ?? ""} />
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
        <section>
          <h3 className={classes.title}>{t("shortcuts.lists")}</h3>
          <dl>
            {IN_LISTS.map((keys, index) => (
              <div key={keys} className={classes.pair}>
                <dt>{t(`shortcuts.list${index as 0 | 1 | 2 | 3}`)}</dt>
                <dd>
                  <Keys keys={keys} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
      <Checkbox
        mt={20}
        label={t("shortcuts.single")}
        checked={single}
        onChange={(event) => {
          setSingle(event.currentTarget.checked);
          setSingleKeys(event.currentTarget.checked);
        }}
      />
    </Modal>
  );
}
