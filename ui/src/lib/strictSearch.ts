// What a screen's address may say, and nothing else. The router hands on what a reader left out; a section or a tab that
// does not exist would then reach the screen as if it did.
export function strictSearch<T extends object>(
  read: (search: Record<string, unknown>) => T,
): (search: Record<string, unknown>) => T {
  return (search) => {
    const nothing = Object.fromEntries(Object.keys(search).map((key) => [key, undefined]));
    return { ...nothing, ...read(search) };
  };
}
