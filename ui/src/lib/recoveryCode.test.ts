import { describe, expect, it } from "vitest";
import { readTypedCode } from "./recoveryCode";

const CODE = "SR1-7K3M-9QXW-0F2H-TVBN-4C8D-J6RP-1YGS-5AZE-HM2K";

describe("a typed recovery code", () => {
  it("is complete as printed", () => {
    expect(readTypedCode(CODE)).toEqual({ groups: 9, stranger: null, tooLong: false, complete: true });
  });

  it("forgives case, spaces, any dash and a missing prefix", () => {
    for (const typed of [
      CODE.toLowerCase(),
      CODE.replaceAll("-", " "),
      CODE.replaceAll("-", "–"),
      CODE.replaceAll("-", ""),
      CODE.slice(4),
      `  ${CODE}\n`,
    ])
      expect(readTypedCode(typed).complete, typed).toBe(true);
  });

  it("reads O as 0, I and L as 1, in the prefix too", () => {
    expect(readTypedCode(CODE.replaceAll("0", "O").replaceAll("1", "l")).complete).toBe(true);
    expect(readTypedCode(CODE.replaceAll("1", "i")).complete).toBe(true);
  });

  it("counts the groups typed so far", () => {
    expect(readTypedCode("")).toMatchObject({ groups: 0, complete: false });
    expect(readTypedCode("SR1-7K3M-9Q")).toMatchObject({ groups: 1, complete: false });
    expect(readTypedCode("7k3m 9qxw").groups).toBe(2);
  });

  it("names the sign that no code has, and its group", () => {
    expect(readTypedCode("SR1-7K3M-9QUW")).toMatchObject({
      stranger: { sign: "U", group: 2 },
      complete: false,
    });
    expect(readTypedCode("7K3M-9QXW-0F?H").stranger).toEqual({ sign: "?", group: 3 });
  });

  it("says when there are too many signs", () => {
    expect(readTypedCode(`${CODE}-7`)).toMatchObject({ tooLong: true, complete: false, groups: 9 });
  });
});
