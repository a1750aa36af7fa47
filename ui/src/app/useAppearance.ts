// Light, dark, or as the system says: the firm's choice, applied at once.
import { useMantineColorScheme } from "@mantine/core";
import { useEffect } from "react";
import type { Settings } from "@/api/types";

export function useAppearance(appearance: Settings["appearance"] | undefined): void {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const wanted = appearance === undefined ? undefined : appearance === "system" ? "auto" : appearance;
  useEffect(() => {
    if (wanted && wanted !== colorScheme) setColorScheme(wanted);
  }, [wanted, colorScheme, setColorScheme]);
}
