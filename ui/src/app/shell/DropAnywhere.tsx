// A file dropped on any screen starts an import.
import { IconFileImport } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { icon } from "@/design/icon";
import { platform } from "@/platform";
import { handOver } from "@/platform/handOver";
import classes from "./DropAnywhere.module.css";

export function DropAnywhere() {
  const { t } = useTranslation("common");
  const navigate = useNavigate();
  const [over, setOver] = useState(false);
  useEffect(
    () =>
      platform.onFileDrop({
        onHover: setOver,
        onDrop: ([file]) => {
          if (!file) return;
          // A backup is for its own dialog, which listens as well.
          if (/\.sellifybak$/i.test(file.name)) {
            void navigate({ to: "/settings", search: { section: "backup" } });
            return;
          }
          handOver.put(file);
          // A licence is a text block with an ending of its own; everything else is a table.
          if (/\.(sellify|lic|pem|asc)$/i.test(file.name)) void navigate({ to: "/license" });
          else void navigate({ to: "/contacts/import", search: {} });
        },
      }),
    [navigate],
  );
  if (!over) return null;
  return (
    <div className={classes.veil}>
      <div className={classes.card}>
        <IconFileImport {...icon} size={28} />
        <p className={classes.title}>{t("drop.title")}</p>
        <p className={classes.text}>{t("drop.text")}</p>
      </div>
    </div>
  );
}
