// Ready. Three ways on, none of them compulsory.
import { IconChevronRight, IconMail, IconSun, IconUsers } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { icon, iconLarge } from "@/design/icon";
import classes from "./firstRun.module.css";

const WAYS = [
  { key: "contacts", to: "/contacts/import", Icon: IconUsers },
  { key: "connection", to: "/settings", Icon: IconMail },
  { key: "look", to: "/", Icon: IconSun },
] as const;

export function BeginStep() {
  const { t } = useTranslation("firstRun");
  const queries = useQueryClient();
  const navigate = useNavigate();
  const go = async (to: (typeof WAYS)[number]["to"]) => {
    await navigate({ to });
    // The gate looks at the vault again and opens onto the screen just chosen.
    await queries.invalidateQueries({ queryKey: ["get", "/api/vault"] });
  };
  return (
    <div className={classes.form}>
      <div>
        <h1 className={classes.title}>{t("begin.title")}</h1>
        <p className={classes.text}>{t("begin.text")}</p>
      </div>
      <ul className={classes.ways}>
        {WAYS.map(({ key, to, Icon }) => (
          <li key={key}>
            <button type="button" className={classes.way} onClick={() => void go(to)}>
              <Icon {...iconLarge} />
              <span>
                <strong>{t(`begin.${key}.title`)}</strong>
                <span>{t(`begin.${key}.text`)}</span>
              </span>
              <IconChevronRight {...icon} />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
