// The filters at the left: everyone, the suppression list, the tags.
import { IconTag } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useHome } from "@/api/home";
import { icon } from "@/design/icon";
import { useFormat } from "@/lib/useFormat";
import classes from "./Rail.module.css";

/** How many contacts there are in all; the smallest page carries the total. */
function useTotal(): number | null {
  const home = useHome();
  return home.data?.contacts ?? null;
}

export function Rail() {
  const { t } = useTranslation("contacts");
  const format = useFormat();
  const tags = api.useQuery("get", "/api/tags");
  const suppressions = api.useQuery("get", "/api/suppressions", { params: { query: { limit: 1 } } });
  const total = useTotal();
  const figure = (value: number | null | undefined) => (value == null ? null : format.number(value));
  return (
    <nav className={classes.rail} aria-label={t("rail.label")}>
      <ul>
        <li>
          <Link
            to="/contacts"
            search={{}}
            activeOptions={{ exact: true, includeSearch: false }}
            className={classes.entry}
          >
            <span className="one-line">{t("rail.all")}</span>
            <span className={classes.count}>{figure(total)}</span>
          </Link>
        </li>
        <li>
          <Link to="/contacts/suppressions" search={{}} className={classes.entry}>
            <span className="one-line">{t("rail.suppressions")}</span>
            <span className={classes.count}>{figure(suppressions.data?.total)}</span>
          </Link>
        </li>
      </ul>
      <h2 className={classes.title}>
        <IconTag {...icon} />
        {t("rail.tags")}
      </h2>
      {tags.data?.length === 0 ? <p className={classes.hint}>{t("rail.noTags")}</p> : null}
      <ul>
        {tags.data?.map((tag) => (
          <li key={tag.name}>
            <Link
              to="/contacts"
              search={{ tag: tag.name }}
              activeOptions={{ includeSearch: true }}
              className={classes.entry}
            >
              <span className="one-line">{tag.name}</span>
              <span className={classes.count}>{format.number(tag.count)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
