// The firm's settings and the one way to change them: each field is kept as soon as it is left.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, client } from "@/api/client";
import { errorWords } from "@/api/errors";
import type { components } from "@/api/schema";
import type { SaveState } from "@/design/Saved";
import { toast } from "@/design/toast";

type Patch = components["schemas"]["SettingsPatch"];

export function useSettings() {
  const queries = useQueryClient();
  const settings = api.useQuery("get", "/api/settings");
  const [save, setSave] = useState<SaveState>("idle");

  const change = async (body: Patch) => {
    setSave("saving");
    try {
      await client.PATCH("/api/settings", { body });
      await queries.invalidateQueries({ queryKey: ["get", "/api/settings"] });
      setSave("saved");
    } catch (error) {
      setSave("failed");
      toast.failed(errorWords(error));
    }
  };
  return { settings, change, save };
}
