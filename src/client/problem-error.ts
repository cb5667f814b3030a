/** What is wrong with one input: a parameter by its name, or a place in the body by its JSON pointer. */
interface WrongInput {
  readonly parameter?: string;
  readonly pointer?: string;
  readonly message: string;
}

/** The fields of a problem (RFC 9457) as the server states it. */
interface Stated {
  readonly type?: unknown;
  readonly title?: unknown;
  readonly detail?: unknown;
  readonly errors?: unknown;
}

/**
 * The server's reason for not answering. `type` is stable (`/problems/NAME`, listed in docs/api.md): switch on it, and show
 * `detail` to people. `about:blank` where something before the server answered, such as a proxy.
 */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly status: number;
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly WrongInput[];
  /** After how many seconds it may be asked again; `null` where the server does not say. */
  readonly retryAfter: number | null;

  constructor(status: number, stated: Stated, retryAfter: number | null) {
    const title = typeof stated.title === "string" ? stated.title : `HTTP ${status}`;
    const detail = typeof stated.detail === "string" ? stated.detail : `The server answered ${status}, and no reason.`;
    super(detail);
    this.status = status;
    this.type = typeof stated.type === "string" ? stated.type : "about:blank";
    this.title = title;
    this.detail = detail;
    this.errors = Array.isArray(stated.errors) ? (stated.errors as WrongInput[]) : [];
    this.retryAfter = retryAfter;
  }
}

/** The problem in an answer that is none of the good ones. */
export async function problemIn(answer: Response): Promise<ProblemError> {
  const stated: unknown = await answer.json().catch(() => null);
  const seconds = Number(answer.headers.get("retry-after") ?? Number.NaN);
  return new ProblemError(
    answer.status,
    typeof stated === "object" && stated !== null ? stated : {},
    Number.isFinite(seconds) ? seconds : null,
  );
}
