// Ctrl/Cmd+K: go, do, find any contact.

import { useDebouncedValue } from "@mantine/hooks";
import { Spotlight } from "@mantine/spotlight";
import { IconArrowRight, IconBolt, IconSearch } from "@tabler/icons-react";
import { keepPreviousData } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { Avatar } from "@/design/Avatar";
import { icon } from "@/design/icon";
import { Keys } from "@/design/Keys";
import { Marked } from "@/design/Marked";
import { type Command, type CommandGroup, useAllCommands } from "@/lib/commands";
import { fold } from "@/lib/text";
import { takeEarly } from "./early";
import classes from "./Palette.module.css";

const PEOPLE = 6;

export function Palette() {
  const { t } = useTranslation("common");
  const [query, setQuery] = useState("");
  const [runAt, setRunAt] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);
  // Enter was pressed before the field was there: it counts once the list shows what was typed.
  useEffect(() => {
    if (runAt === null || runAt !== query) return;
    setRunAt(null);
    run(list.current);
  }, [runAt, query]);
  const commands = useAllCommands().filter((command) => command.id !== "do.palette" && fits(command, query));
  const groups: [CommandGroup, Command[]][] = (["here", "go", "do"] as const).map((group) => [
    group,
    commands.filter((command) => command.group === group),
  ]);
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      clearQueryOnClose
      scrollable
      maxHeight={420}
      size={600}
      radius="lg"
      overlayProps={{ backgroundOpacity: 1, color: "var(--scrim)" }}
      transitionProps={{ duration: 120, transition: "fade" }}
      classNames={{ content: classes.content ?? "" }}
      attributes={{ content: { "aria-label": t("palette.placeholder") } }}
    >
      <Spotlight.Search
        placeholder={t("palette.placeholder")}
        aria-label={t("palette.placeholder")}
        leftSection={<IconSearch {...icon} />}
        onFocus={() => {
          const { text, enter } = takeEarly();
          if (text === "" && !enter) return;
          const next = query + text;
          setQuery(next);
          if (enter) setRunAt(next);
        }}
        onKeyDown={runChosen}
        classNames={{ input: classes.search ?? "" }}
      />
      <Spotlight.ActionsList ref={list} classNames={{ actionsList: classes.list ?? "" }}>
        <People query={query} />
        {groups.map(([group, members]) =>
          members.length === 0 ? null : (
            <Spotlight.ActionsGroup
              key={group}
              label={t(`palette.${group}`)}
              classNames={{ actionsGroup: classes.group ?? "" }}
            >
              {members.map((command) => (
                <Spotlight.Action
                  key={command.id}
                  onClick={command.run}
                  classNames={{ action: classes.action ?? "", actionBody: classes.body ?? "" }}
                >
                  <span className={classes.face}>
                    {group === "go" ? <IconArrowRight {...icon} /> : <IconBolt {...icon} />}
                    <span className={classes.label}>{command.label}</span>
                    {command.keys ? <Keys keys={command.keys} /> : null}
                  </span>
                </Spotlight.Action>
              ))}
            </Spotlight.ActionsGroup>
          ),
        )}
        {commands.length === 0 && query.trim().length < 2 ? (
          <Spotlight.Empty>{t("palette.nothing")}</Spotlight.Empty>
        ) : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

/** Enter runs the chosen line; without a choice the first, which is drawn as chosen. */
function runChosen(event: KeyboardEvent<HTMLInputElement>) {
  if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
  run(event.currentTarget.closest('[role="dialog"]'));
}

function run(list: Element | null) {
  const line =
    list?.querySelector<HTMLElement>("[data-action][data-selected]") ??
    list?.querySelector<HTMLElement>("[data-action]");
  // The library looks for a chosen line too, in a list it may have lost: one of us is enough.
  line?.removeAttribute("data-selected");
  line?.click();
}

function fits(command: Command, query: string): boolean {
  const text = fold(`${command.label} ${command.words ?? ""}`);
  return fold(query)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Contacts that match, once two letters are there. */
function People({ query }: { query: string }) {
  const { t } = useTranslation("common");
  const navigate = useNavigate();
  const [q] = useDebouncedValue(query.trim(), 80);
  const wanted = q.length >= 2;
  const found = api.useQuery(
    "get",
    "/api/contacts",
    { params: { query: { q, limit: PEOPLE } } },
    { enabled: wanted, placeholderData: keepPreviousData },
  );
  if (!wanted || !found.data || found.data.items.length === 0) return null;
  const total = found.data.total ?? found.data.items.length;
  return (
    <Spotlight.ActionsGroup label={t("palette.people")} classNames={{ actionsGroup: classes.group ?? "" }}>
      {found.data.items.map((contact) => (
        <Spotlight.Action
          key={contact.id}
          onClick={() => void navigate({ to: "/contacts", search: { contact: contact.id } })}
          classNames={{ action: classes.action ?? "" }}
        >
          <span className={classes.face}>
            <Avatar name={contact.display_name} size={24} />
            <span className={classes.label}>
              <Marked text={contact.display_name} search={q} />
            </span>
            <span className={classes.aside}>{contact.email ?? contact.company}</span>
          </span>
        </Spotlight.Action>
      ))}
      {total > found.data.items.length ? (
        <Spotlight.Action
          onClick={() => void navigate({ to: "/contacts", search: { q } })}
          classNames={{ action: classes.action ?? "" }}
        >
          <span className={classes.face}>
            <IconSearch {...icon} />
            <span className={classes.label}>{t("palette.allPeople", { count: total })}</span>
          </span>
        </Spotlight.Action>
      ) : null}
    </Spotlight.ActionsGroup>
  );
}
