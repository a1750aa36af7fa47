// The filters at the left: everyone, who came lately, whom not to write to, tags, groups, segments, views.
import { Menu } from "@mantine/core";
import {
  IconAdjustmentsHorizontal,
  IconBookmark,
  IconFilter,
  IconFolder,
  IconReplace,
  IconTag,
} from "@tabler/icons-react";
import { useLocation, useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useHome } from "@/api/home";
import { icon } from "@/design/icon";
import { useAddedThisMonth, useDuplicatesTotal, useSegmentCount, useSuppressionsTotal } from "./rail/figures";
import classes from "./rail/Rail.module.css";
import { RailEntry } from "./rail/RailEntry";
import { RailSection } from "./rail/RailSection";
import { useGroups, useListActs, useSegments, useTags, useViews } from "./rail/useRail";
import { type ContactsSearch, isEverything, readContactsSearch } from "./search";
import { useColumnChoice } from "./useColumnChoice";
import { searchOf, viewOf } from "./views";

const SEGMENT = /^\/contacts\/segments\/([^/]+)$/;

/** What the rail marks as where the person is. */
function usePlace(): { search: ContactsSearch; list: boolean; path: string } {
  const { pathname } = useLocation();
  const raw = useSearch({ strict: false }) as Record<string, unknown>;
  return { search: readContactsSearch(raw), list: pathname === "/contacts", path: pathname };
}

export function Rail() {
  const { t } = useTranslation("contacts");
  const { search, list, path } = usePlace();
  const home = useHome();
  const added = useAddedThisMonth();
  const suppressions = useSuppressionsTotal();
  const duplicates = useDuplicatesTotal();
  return (
    <nav className={classes.rail} aria-label={t("rail.label")}>
      <ul>
        <RailEntry
          name={t("rail.all")}
          count={home.data?.contacts}
          active={list && !search.view && isEverything({ ...search, q: "" })}
        />
        <RailEntry
          name={t("rail.added")}
          count={added}
          search={{ added: "month" }}
          active={list && search.added === "month"}
        />
        <RailEntry
          name={t("rail.suppressions")}
          count={suppressions}
          to="/contacts/suppressions"
          active={path === "/contacts/suppressions"}
        />
        <RailEntry
          name={t("rail.duplicates")}
          count={duplicates}
          to="/contacts/duplicates"
          active={path === "/contacts/duplicates"}
        />
      </ul>
      <Tags current={list && !search.view ? search.tag : undefined} />
      <Groups current={list && !search.view ? search.group : undefined} />
      <Segments current={list && !search.view ? search.segment : path.match(SEGMENT)?.[1]} />
      <Views search={search} list={list} />
    </nav>
  );
}

function Tags({ current }: { current: string | undefined }) {
  const { t } = useTranslation("contacts");
  const tags = useTags();
  const acts = useListActs();
  return (
    <RailSection
      title={t("rail.tags")}
      face={<IconTag {...icon} />}
      hint={tags?.length === 0 ? t("rail.noTags") : null}
    >
      {tags?.map((tag) => (
        <RailEntry
          key={tag.name}
          name={tag.name}
          count={tag.count}
          search={{ tag: tag.name }}
          active={tag.name === current}
          onRename={(name) => acts.renameTag(tag.name, name)}
          onRemove={() => acts.removeTag(tag.name)}
        />
      ))}
    </RailSection>
  );
}

function Groups({ current }: { current: string | undefined }) {
  const { t } = useTranslation("contacts");
  const groups = useGroups();
  const acts = useListActs();
  return (
    <RailSection
      title={t("rail.groups")}
      face={<IconFolder {...icon} />}
      add={{ label: t("rail.newGroup"), placeholder: t("rail.groupName"), onName: acts.addGroup }}
      hint={groups?.length === 0 ? t("rail.noGroups") : null}
    >
      {groups?.map((group) => (
        <RailEntry
          key={group.id}
          name={group.name}
          count={group.count}
          search={{ group: group.id }}
          active={group.id === current}
          onRename={(name) => acts.renameGroup(group.id, name)}
          onRemove={() => acts.removeGroup(group.id, group.name)}
        />
      ))}
    </RailSection>
  );
}

function Segments({ current }: { current: string | undefined }) {
  const { t } = useTranslation("contacts");
  const segments = useSegments();
  const navigate = useNavigate();
  return (
    <RailSection
      title={t("rail.segments")}
      face={<IconFilter {...icon} />}
      addElsewhere={{
        label: t("rail.newSegment"),
        go: () => void navigate({ to: "/contacts/segments/$id", params: { id: "new" } }),
      }}
      hint={segments?.length === 0 ? t("rail.noSegments") : null}
    >
      {segments?.map((segment) => (
        <SegmentEntry key={segment.id} segment={segment} active={segment.id === current} />
      ))}
    </RailSection>
  );
}

function SegmentEntry({
  segment,
  active,
}: {
  segment: { id: string; name: string; rule: unknown };
  active: boolean;
}) {
  const { t } = useTranslation("contacts");
  const navigate = useNavigate();
  const acts = useListActs();
  const count = useSegmentCount(segment.rule);
  return (
    <RailEntry
      name={segment.name}
      count={count}
      search={{ segment: segment.id }}
      active={active}
      onRename={(name) => acts.renameSegment(segment.id, name)}
      onRemove={() => acts.removeSegment(segment.id, segment.name)}
      acts={
        <Menu.Item
          leftSection={<IconAdjustmentsHorizontal {...icon} />}
          onClick={() => void navigate({ to: "/contacts/segments/$id", params: { id: segment.id } })}
        >
          {t("rail.editRule")}
        </Menu.Item>
      }
    />
  );
}

function Views({ search, list }: { search: ContactsSearch; list: boolean }) {
  const { t } = useTranslation("contacts");
  const views = useViews();
  const acts = useListActs();
  const { columns } = useColumnChoice(search.columns);
  const now = viewOf(search, columns);
  return (
    <RailSection
      title={t("rail.views")}
      face={<IconBookmark {...icon} />}
      {...(list
        ? {
            add: {
              label: t("rail.newView"),
              placeholder: t("rail.viewName"),
              onName: (name: string) => acts.addView(name, now),
            },
          }
        : {})}
      hint={views?.length === 0 ? t("rail.noViews") : null}
    >
      {views?.map((view) => (
        <RailEntry
          key={view.id}
          name={view.name}
          search={searchOf(view.id, view.view)}
          active={list && view.id === search.view}
          onRename={(name) => acts.changeView(view.id, { name })}
          onRemove={() => acts.removeView(view.id, view.name)}
          acts={
            list ? (
              <Menu.Item
                leftSection={<IconReplace {...icon} />}
                onClick={() => void acts.changeView(view.id, { view: now })}
              >
                {t("rail.replaceView")}
              </Menu.Item>
            ) : null
          }
        />
      ))}
    </RailSection>
  );
}
