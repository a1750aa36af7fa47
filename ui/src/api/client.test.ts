import { afterEach, describe, expect, it, vi } from "vitest";
import { client, fetchBytes, putBytes, refuseUnsafeBody } from "./client";
import { ApiError, errorCode, errorWords } from "./errors";

function answer(status: number, body: unknown) {
  const seen = vi.fn(
    async (input: RequestInfo | URL, init?: RequestInit) =>
      new Response(status === 204 ? null : JSON.stringify(body), {
        status,
        headers: { "content-type": "application/json" },
      }) as Response & { input?: typeof input; init?: typeof init },
  );
  vi.stubGlobal("fetch", seen);
  return seen;
}

afterEach(() => {
  vi.unstubAllGlobals();
  document.head.innerHTML = "";
});

describe("bodies", () => {
  it("refuses what crashes WebKitGTK before a request exists", async () => {
    const seen = answer(200, {});
    expect(() => refuseUnsafeBody(new Blob(["x"]))).toThrow(TypeError);
    expect(() => refuseUnsafeBody(new FormData())).toThrow(TypeError);
    await expect(client.POST("/api/contacts/bulk", { body: new Blob(["x"]) as never })).rejects.toThrow(
      TypeError,
    );
    await expect(putBytes("/api/uploads", new Blob(["x"]) as never)).rejects.toThrow(TypeError);
    expect(seen).not.toHaveBeenCalled();
  });

  it("lets bytes and JSON through", async () => {
    answer(200, { upload_id: "u" });
    await expect(putBytes("/api/uploads", new ArrayBuffer(3))).resolves.toEqual({ upload_id: "u" });
  });
});

describe("the door", () => {
  it("shows the window's token and the client's name on every request", async () => {
    document.head.innerHTML = '<meta name="sellify-door" content="secret">';
    const seen = answer(200, { door: "window", signed_in: true });
    await client.GET("/api/session");
    const request = seen.mock.calls[0]?.[0] as unknown as Request;
    expect(request.headers.get("x-sellify-door")).toBe("secret");
    expect(request.headers.get("x-sellify-client")).toBe("1");
  });
});

describe("refusals", () => {
  it("become errors with their stable code", async () => {
    answer(409, { code: "contact_exists", status: 409, title: "Conflict", detail: "x" });
    const refused = client.GET("/api/home").catch((error: unknown) => error);
    await expect(refused).resolves.toBeInstanceOf(ApiError);
    expect(errorCode(await refused)).toBe("contact_exists");
    expect(errorWords(await refused)).toMatch(/autre contact|Another contact/);
  });

  it("say something even when no problem arrived", async () => {
    vi.stubGlobal("fetch", async () => new Response("<html>", { status: 502 }));
    const error: unknown = await fetchBytes("/api/contacts/export").catch((thrown: unknown) => thrown);
    expect(errorCode(error)).toBe("http_502");
    expect(errorWords(error).length).toBeGreaterThan(10);
  });
});
