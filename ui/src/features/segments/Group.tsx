// A group of conditions: how they count together, the conditions, and the ways to add one.
import { Button, Select } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { createContext, useContext, useRef } from "react";
import { useTranslation } from "react-i18next";
import { RuleGroupBodyComponents, type RuleGroupProps, useRuleGroup } from "react-querybuilder";
import { IconButton } from "@/design/IconButton";
import { icon } from "@/design/icon";
import classes from "./Builder.module.css";
import { conditions, MAX_CONDITIONS, MAX_DEPTH, type Match, matchOf, ofMatch, type RuleTree } from "./rule";

interface InGroup {
  match: Match;
  /** A condition that has just been added takes the focus. */
  fresh: { current: boolean };
}

const GroupContext = createContext<InGroup>({ match: "all", fresh: { current: false } });
export const useGroup = () => useContext(GroupContext);

const MATCHES: readonly Match[] = ["all", "any", "none", "not_all"];

export function Group(props: RuleGroupProps) {
  const { t } = useTranslation("segments");
  const group = useRuleGroup(props);
  const root = useRef<HTMLDivElement>(null);
  const fresh = useRef(false);
  const tree = group.ruleGroup as RuleTree;
  const match = matchOf(tree);
  const inner = group.path.length > 0;
  // The engine has no query yet while it draws for the first time.
  const whole = group.schema.getQuery() as RuleTree | undefined;
  const full = conditions(whole ?? tree).length >= MAX_CONDITIONS;
  const change = (value: Match) => {
    const next = ofMatch(value);
    group.actions.onPropChange("combinator", next.combinator, group.path);
    group.actions.onPropChange("not", next.not === true, group.path);
  };
  const add = (what: "rule" | "group") => {
    fresh.current = true;
    if (what === "rule") group.addRule();
    else group.addGroup();
  };
  return (
    <div
      ref={root}
      className={inner ? classes.inner : classes.root}
      role="group"
      aria-label={t(inner ? "group" : "rule")}
    >
      <div className={classes.head}>
        <span className={classes.lead}>{inner ? <Word index={lastOf(group.path)} /> : t("who")}</span>
        <Select
          className={classes.match ?? ""}
          aria-label={t("match.label")}
          data={MATCHES.filter((known) => known !== "not_all" || match === "not_all").map((value) => ({
            value,
            label: t(`match.${value}`),
          }))}
          value={match}
          onChange={(value) => value && change(value as Match)}
        />
        {inner ? (
          <IconButton label={t("removeGroup")} onClick={(event) => group.removeGroup(event)}>
            <IconX {...icon} />
          </IconButton>
        ) : null}
      </div>
      <GroupContext.Provider value={{ match, fresh }}>
        <RuleGroupBodyComponents {...group} />
      </GroupContext.Provider>
      <div className={classes.adds}>
        <Button
          size="sm"
          variant={inner ? "subtle" : "default"}
          leftSection={<IconPlus {...icon} />}
          disabled={full}
          onClick={() => add("rule")}
          data-add
        >
          {t("addCondition")}
        </Button>
        {group.path.length < MAX_DEPTH - 2 ? (
          <Button size="sm" variant="subtle" disabled={full} onClick={() => add("group")}>
            {t("addGroup")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

export function lastOf(path: readonly number[]): number {
  return path[path.length - 1] ?? 0;
}

/** The word before a condition or an inner group: "dont", "et", "ou", "ni". */
export function Word({ index }: { index: number }) {
  const { t } = useTranslation("segments");
  const { match } = useGroup();
  const joint = { all: "and", any: "or", none: "nor", not_all: "and" } as const;
  return <span className={classes.word}>{index === 0 ? t("word.first") : t(`word.${joint[match]}`)}</span>;
}
