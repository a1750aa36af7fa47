// How far a piece of work has come. It never says "all done" while it is still going on.

/** The share done, between 0 and 1, cut (not rounded) to whole percents and below 1 until the work itself ends. */
export function progressShare(done: number, total: number): number {
  if (total <= 0) return 0;
  const percent = Math.floor((Math.max(0, done) * 100) / total);
  return Math.min(99, percent) / 100;
}
