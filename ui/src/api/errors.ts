// From a problem's stable code to the words a person reads: what happened, what is safe, what to do next.
import { i18n } from "@/i18n";

export interface Problem {
  code: string;
  status?: number;
  title?: string;
  detail?: string;
  field?: string | null;
  hint?: string | null;
  /** Seconds to wait before another try. */
  retryAfter?: number;
}

/** A refusal by the server. `problem.code` decides; its sentence is only the last resort. */
export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.code);
    this.name = "ApiError";
  }
}

/** `Retry-After` in seconds; the server never sends its date form. */
function waitOf(response: Response): { retryAfter?: number } {
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? { retryAfter: seconds } : {};
}

export async function readProblem(response: Response): Promise<Problem> {
  const wait = waitOf(response);
  try {
    const body: unknown = await response.json();
    if (body && typeof body === "object" && "code" in body && typeof body.code === "string") {
      return { status: response.status, ...wait, ...body } as Problem;
    }
  } catch {
    // Not JSON: a proxy or a crash answered. The status is all there is.
  }
  return { code: `http_${response.status}`, status: response.status, ...wait };
}

/** The code of any failure; a broken connection is `unreachable`. */
export function errorCode(error: unknown): string {
  if (error instanceof ApiError) return error.problem.code;
  if (error instanceof TypeError) return "unreachable";
  return "unexpected";
}

export function errorField(error: unknown): string | null {
  return error instanceof ApiError ? (error.problem.field ?? null) : null;
}

/** The words of a stable code, for failures that arrive inside an answer. */
export function codeWords(code: string, detail?: string | null): string {
  const key = `errors:${code}`;
  if (code && i18n.exists(key)) return i18n.t(key as never) as string;
  return detail ?? i18n.t("errors:unexpected");
}

/** One or two plain sentences in the person's language. */
export function errorWords(error: unknown): string {
  const code = errorCode(error);
  const key = `errors:${code}`;
  if (i18n.exists(key)) return i18n.t(key as never) as string;
  if (error instanceof ApiError) {
    const { detail, hint } = error.problem;
    if (detail) return hint ? `${detail} ${hint}` : detail;
  }
  return i18n.t("errors:unexpected");
}
