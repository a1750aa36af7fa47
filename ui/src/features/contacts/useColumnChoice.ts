// Which columns the table shows: the address says it (a view), else what this computer showed last.
import { useLocalStorage } from "@mantine/hooks";

export const ALWAYS = "name";
export const STANDARD: readonly string[] = ["name", "email", "phone", "city", "tags"];

function read(text: string | undefined): string[] | null {
  const keys = text?.split(",").filter((key) => /^[\w:]{1,80}$/.test(key));
  return keys && keys.length > 0 ? [...new Set([ALWAYS, ...keys])] : null;
}

export function useColumnChoice(fromAddress: string | undefined) {
  const [kept, keep] = useLocalStorage<string>({
    key: "sellify.contact-columns",
    defaultValue: STANDARD.join(","),
    getInitialValueInEffect: false,
    deserialize: (value) => value ?? STANDARD.join(","),
    serialize: (value) => value,
  });
  return {
    columns: read(fromAddress) ?? read(kept) ?? [...STANDARD],
    keep: (columns: readonly string[]) => keep(columns.join(",")),
  };
}
