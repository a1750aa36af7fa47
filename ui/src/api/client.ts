// The one way to the server. Nothing else in the UI calls fetch.
import createFetchClient, { type Middleware } from "openapi-fetch";
import createQueryClient from "openapi-react-query";
import { writeBegan, writeEnded } from "@/lib/unsaved";
import { ApiError, readProblem } from "./errors";
import type { paths } from "./schema";

function meta(name: string): string {
  return document.querySelector(`meta[name="${name}"]`)?.getAttribute("content") ?? "";
}

/** Whether this page is the window of the program, rather than a browser. */
export function doorToken(): string {
  return meta("sellify-door");
}

/**
 * WebKitGTK ends the whole process when a page under our scheme sends one of these, so they are refused here, on
 * every system, before a request exists.
 */
export function refuseUnsafeBody(body: unknown): void {
  if ((typeof Blob !== "undefined" && body instanceof Blob) || body instanceof FormData) {
    throw new TypeError("Send bytes as an ArrayBuffer: Blob and FormData bodies are refused.");
  }
}

/** `fetch` with the door's headers and the body check. */
export const guardedFetch: typeof fetch = (input, init) => {
  refuseUnsafeBody(init?.body);
  return fetch(input, init);
};

function doorHeaders(headers: Headers): void {
  const token = doorToken();
  if (token) headers.set("x-sellify-door", token);
  headers.set("x-sellify-client", "1");
}

const door: Middleware = {
  onRequest({ request }) {
    doorHeaders(request.headers);
    return request;
  },
  async onResponse({ response }) {
    if (!response.ok) throw new ApiError(await readProblem(response));
    return undefined;
  },
};

/** openapi-fetch builds a `Request`; its body was checked when the call was made, see `serialise`. */
function serialise(body: unknown): BodyInit {
  refuseUnsafeBody(body);
  if (body instanceof ArrayBuffer || ArrayBuffer.isView(body) || typeof body === "string")
    return body as BodyInit;
  return JSON.stringify(body);
}

/** Sends a request; the writes among them are counted, so that locking the vault can wait for them. */
async function counted(request: Request): Promise<Response> {
  if (request.method === "GET") return fetch(request);
  writeBegan();
  try {
    return await fetch(request);
  } finally {
    writeEnded();
  }
}

export const client = createFetchClient<paths>({
  baseUrl: window.location.origin,
  credentials: "same-origin",
  fetch: counted,
  bodySerializer: serialise,
});
client.use(door);

/** Typed hooks: `api.useQuery("get", "/api/home")`. */
export const api = createQueryClient(client);

/** Bytes for a download (exports, rejected rows); the platform saves them. */
export async function fetchBytes(path: string): Promise<ArrayBuffer> {
  const headers = new Headers();
  doorHeaders(headers);
  const response = await guardedFetch(path, { headers, credentials: "same-origin" });
  if (!response.ok) throw new ApiError(await readProblem(response));
  return response.arrayBuffer();
}

/** Hands a file's bytes over and answers the upload's id. */
export async function putBytes<T>(path: string, bytes: ArrayBuffer, signal?: AbortSignal): Promise<T> {
  const headers = new Headers({ "content-type": "application/octet-stream" });
  doorHeaders(headers);
  const response = await guardedFetch(path, {
    method: "PUT",
    headers,
    body: bytes,
    credentials: "same-origin",
    signal: signal ?? null,
  });
  if (!response.ok) throw new ApiError(await readProblem(response));
  return (await response.json()) as T;
}
