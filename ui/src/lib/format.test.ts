import { describe, expect, it } from "vitest";
import * as format from "./format";

const THIN = "\u2009";
const AT = new Date(2026, 9, 6, 16, 40).getTime();

describe("numbers", () => {
  it("groups French thousands by thin spaces", () => {
    expect(format.formatNumber(9104, "fr")).toBe(`9${THIN}104`);
    expect(format.formatNumber(1_000_000, "fr")).toBe(`1${THIN}000${THIN}000`);
    expect(format.formatNumber(9104, "en")).toBe("9,104");
  });

  it("keeps the no-break space before a French percent sign", () => {
    expect(format.formatPercent(0.63, "fr")).toMatch(/^63[\u00a0\u202f]%$/);
  });

  it("writes money from minor units", () => {
    expect(format.formatMoney(124050, "EUR", "fr")).toMatch(new RegExp(`^1${THIN}240,50.€$`));
  });

  it("writes sizes in the units of the language", () => {
    expect(format.formatBytes(9_200_000, "fr")).toBe("9,2\u00a0Mo");
    expect(format.formatBytes(512, "en")).toBe("512\u00a0B");
  });
});

describe("times", () => {
  it("reads 16 h 40 in French sentences and 16:40 in columns", () => {
    expect(format.formatTime(AT, "fr")).toBe("16\u00a0h\u00a040");
    expect(format.formatTime(AT, "en")).toBe("16:40");
    expect(format.formatClock(AT, "fr")).toBe("16:40");
  });

  it("opens a page with a capital", () => {
    expect(format.formatLongDate(AT, "fr")).toBe("Mardi 6 octobre 2026");
  });

  it("says yesterday by calendar days, not by 24 hours", () => {
    const lateYesterday = new Date(2026, 9, 5, 23, 50).getTime();
    const earlyToday = new Date(2026, 9, 6, 0, 10).getTime();
    expect(format.formatRecent(lateYesterday, earlyToday, "fr")).toBe("hier");
    expect(format.formatRecent(earlyToday, AT, "fr")).toBe("00:10");
  });

  it("needs two units at most for a duration", () => {
    expect(format.formatDuration(38 * 60_000, "fr")).toBe("38\u00a0min");
    expect(format.formatDuration(108 * 60_000, "fr")).toBe("1\u00a0h\u00a048");
    expect(format.formatDuration(68 * 3_600_000, "fr")).toBe("2\u00a0j\u00a020\u00a0h");
    expect(format.formatDuration(0, "fr")).toBe("1\u00a0s");
  });
});

describe("phones", () => {
  it("pairs French numbers and leaves others in E.164", () => {
    expect(format.formatPhone("+33600000012")).toBe("06\u00a000\u00a000\u00a000\u00a012");
    expect(format.formatPhone("+41791234567")).toBe("+41791234567");
  });
});
