import { describe, expect, it } from "vitest";
import { ApiError } from "@/api/errors";
import { fieldOf } from "./faults";
import { presetFor } from "./presets";

describe("a refusal finds its field", () => {
  it("by the name the server gives", () => {
    expect(fieldOf(new ApiError({ code: "email_invalid", field: "smtp.from_email" }))).toBe("from_email");
  });

  it("by its code", () => {
    expect(fieldOf(new ApiError({ code: "auth_failed" }))).toBe("password");
    expect(fieldOf(new ApiError({ code: "dns" }))).toBe("host");
  });

  it("or stands for itself", () => {
    expect(fieldOf(new ApiError({ code: "server_busy" }))).toBeNull();
    expect(fieldOf(new ApiError({ code: "value_invalid", field: "smtp.unheard_of" }))).toBeNull();
    expect(fieldOf(new TypeError("offline"))).toBeNull();
  });
});

describe("a mail house is known by its domain", () => {
  it("whatever the case", () => {
    expect(presetFor("Atelier@Orange.FR")?.host).toBe("smtp.orange.fr");
  });

  it("and unknown otherwise", () => {
    expect(presetFor("bonjour@delorme.example")).toBeUndefined();
    expect(presetFor("half@")).toBeUndefined();
  });
});
