// What the server cannot know of the computer in front of the person: its calendar.

/** Midnight of the first of the month, here. */
export function monthStart(now: Date): number {
  return new Date(now.getFullYear(), now.getMonth(), 1).getTime();
}

/** How far the clock on the wall is ahead of UTC, in minutes. */
export function utcOffset(now = new Date()): number {
  // Without the minus zero of London.
  return -now.getTimezoneOffset() || 0;
}
