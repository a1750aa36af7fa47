// What can be done from any screen.

import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { undoLatest } from "@/design/toast";
import { SECTIONS } from "@/features/settings/search";
import { useCommands } from "@/lib/commands";
import { LOCK_KEYS } from "@/lib/shortcuts";
import { lockNow } from "../lockNow";
import { openPalette } from "../palette/early";
import { places } from "./places";

interface GlobalCommands {
  onToggleSide: () => void;
  onHelp: () => void;
}

export function useGlobalCommands({ onToggleSide, onHelp }: GlobalCommands): void {
  const { t } = useTranslation(["common", "settings"]);
  const navigate = useNavigate();
  useCommands([
    ...places.map((place) => ({
      id: `go.${place.key}`,
      label: t(`places.${place.key}`),
      group: "go" as const,
      keys: place.keys,
      run: () => void navigate({ to: place.to }),
    })),
    ...SECTIONS.map((section) => ({
      id: `go.settings.${section}`,
      label: t("commands.settings", { section: t(`settings:section.${section}`) }),
      group: "go" as const,
      words: section === "security" || section === "backup" ? t(`commands.words.${section}`) : "",
      run: () => void navigate({ to: "/settings", search: { section } }),
    })),
    {
      id: "go.license",
      label: t("commands.license"),
      group: "go",
      run: () => void navigate({ to: "/license" }),
    },
    {
      id: "do.import",
      label: t("commands.import"),
      group: "do",
      keys: "i",
      words: "csv xlsx excel",
      run: () => void navigate({ to: "/contacts/import" }),
    },
    {
      id: "go.imports",
      label: t("commands.imports"),
      group: "go",
      words: t("commands.importsWords"),
      run: () => void navigate({ to: "/contacts/imports" }),
    },
    {
      id: "do.newContact",
      label: t("commands.newContact"),
      group: "do",
      run: () => void navigate({ to: "/contacts", search: { new: true } }),
    },
    { id: "do.undo", label: t("commands.undo"), group: "do", keys: "mod+z", run: () => void undoLatest() },
    { id: "do.side", label: t("commands.side"), group: "do", keys: "mod+b", run: onToggleSide },
    {
      id: "do.palette",
      label: t("commands.palette"),
      group: "do",
      keys: "mod+k",
      anywhere: true,
      run: () => openPalette(),
    },
    {
      id: "do.lock",
      label: t("commands.lock"),
      group: "do",
      keys: LOCK_KEYS,
      anywhere: true,
      words: t("commands.lockWords"),
      run: () => void lockNow(),
    },
    { id: "do.help", label: t("commands.help"), group: "do", keys: "?", run: onHelp },
  ]);
}
