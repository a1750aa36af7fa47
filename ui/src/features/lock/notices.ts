// Which notices of an opening have words here, how grave each is, and where its next step lies.

/** What each one asks of a person, if anything. */
export const NOTICES = {
  machine_slot_rewrapped: { tone: "green", next: null },
  machine_slot_unavailable: { tone: "plain", next: "security" },
  keystore_fallback_used: { tone: "amber", next: "backup" },
  keystore_rollback: { tone: "amber", next: "security" },
} as const;

export type NoticeCode = keyof typeof NOTICES;

/** The notices that have words here, in the order they were given. */
export function knownNotices(codes: readonly string[], dismissed: readonly string[]): NoticeCode[] {
  return codes.filter((code): code is NoticeCode => code in NOTICES && !dismissed.includes(code));
}
