// What is still being typed or written when the vault is about to be locked: it is handed over first.

type Flush = () => void | Promise<void>;

const flushes = new Set<Flush>();
let writing = 0;
const waiting = new Set<() => void>();

/** Called before the vault is locked by hand; returns the way to stop. */
export function beforeLocking(flush: Flush): () => void {
  flushes.add(flush);
  return () => {
    flushes.delete(flush);
  };
}

/** Counts one write on its way to the server. */
export function writeBegan(): void {
  writing += 1;
}

export function writeEnded(): void {
  writing = Math.max(0, writing - 1);
  if (writing > 0) return;
  for (const wake of waiting) wake();
  waiting.clear();
}

/** Resolves once no write is under way, or after `patience` milliseconds. */
function settled(patience: number): Promise<void> {
  if (writing === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, patience);
    waiting.add(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Leaves the field in hand, writes what was still waiting, and waits for the writes under way. */
export async function saveEverything(patience = 3_000): Promise<void> {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  await Promise.race([
    Promise.allSettled([...flushes].map((flush) => flush())),
    new Promise((resolve) => setTimeout(resolve, patience)),
  ]);
  await settled(patience);
}
