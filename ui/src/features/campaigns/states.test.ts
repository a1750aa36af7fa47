import { describe, expect, it } from "vitest";
import { addressed, addressIsDead, bounceShare, type Counts, treated } from "./states";

const COUNTS: Counts = {
  total: 9_104,
  pending: 2_600,
  handed_over: 77,
  accepted: 6_301,
  delivered: 38,
  bounced: 69,
  failed: 0,
  unknown: 4,
  excluded: 15,
  cancelled: 0,
};

describe("the sums of a ledger", () => {
  it("leave out those who were never to receive anything", () => {
    expect(addressed(COUNTS)).toBe(9_089);
    expect(treated(COUNTS)).toBe(6_412);
  });

  it("judge bounces by what was treated, and nothing by nothing", () => {
    expect(bounceShare(COUNTS)).toBeCloseTo(69 / 6_412);
    expect(bounceShare({ ...COUNTS, total: 0, pending: 0, handed_over: 0, excluded: 0, bounced: 0 })).toBe(0);
  });
});

describe("a dead address", () => {
  it("is one the server says does not exist", () => {
    expect(addressIsDead({ code: 550, text: "5.1.1 User unknown" })).toBe(true);
    expect(addressIsDead({ code: 551, text: "not local" })).toBe(true);
  });

  it("is not a refusal of the message, the sender or the size", () => {
    expect(addressIsDead({ code: 550, text: "5.7.1 refused as spam" })).toBe(false);
    expect(addressIsDead({ code: 553, text: "5.1.8 bad sender" })).toBe(false);
    expect(addressIsDead({ code: 552, text: "5.2.2 mailbox full" })).toBe(false);
  });
});
