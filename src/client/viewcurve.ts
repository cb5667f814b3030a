import { addressOf } from "./address.ts";
import type { Downloads } from "./downloads.ts";
import { linesOf } from "./lines.ts";
import { ProblemError, problemIn } from "./problem-error.ts";
import type { Deletes, Patches, Posts, Puts, Reads } from "./routes.ts";

/*
 * The API for programs in TypeScript and JavaScript, in Node and in browsers: docs/client.md. It holds no dependency; its
 * types are those of the server's contract.
 */

export { ProblemError };

export interface ClientOptions {
  /** An access token. Reads of an installation on this machine need none. */
  readonly token?: string;
  /** Instead of the platform's own: for proxies and tests. */
  readonly fetch?: typeof fetch;
}

/** The names in braces of a path. */
type Names<Path> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;

interface Aborted {
  /** Ends the request: the promise is then rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

type InPath<Path> = [Names<Path>] extends [never]
  ? { readonly path?: undefined }
  : { readonly path: Readonly<Record<Names<Path>, string>> };
type InQuery<Query> = Partial<Query> extends Query ? { readonly query?: Query } : { readonly query: Query };
type InBody<Body> = Body extends undefined ? { readonly body?: undefined } : { readonly body: Body };
type Request<Path, Query> = InPath<Path> & InQuery<Query> & Aborted;
/** Options may be left out where none of them must be given. */
type Optional<Options> = Partial<Options> extends Options ? [options?: Options] : [options: Options];

type PagedPath = { [Path in keyof Reads]: Reads[Path] extends { readonly item: unknown } ? Path : never }[keyof Reads];
type ItemOf<Path extends PagedPath> = Reads[Path] extends { readonly item: infer Item } ? Item : never;
type LinesPath = Extract<keyof Downloads, `${string}.ndjson`>;
type LineOf<Path extends LinesPath> = Path extends "/videos.ndjson"
  ? ItemOf<"/videos">
  : Path extends "/channels.ndjson"
    ? ItemOf<"/channels">
    : Path extends "/discoveries/{id}/channels.ndjson"
      ? ItemOf<"/discoveries/{id}/channels">
      : ItemOf<"/watches/{id}/runs">["pages"][number] & { readonly runAt: string };

/** Every method rejects with a `ProblemError` when the server states a problem, and with fetch's own error when none answers. */
export interface Viewcurve {
  get<Path extends keyof Reads>(
    path: Path,
    ...options: Optional<Request<Path, Reads[Path]["query"]>>
  ): Promise<Reads[Path]["answer"]>;
  post<Path extends keyof Posts>(
    path: Path,
    options: Request<Path, Posts[Path]["query"]> & InBody<Posts[Path]["body"]>,
  ): Promise<Posts[Path]["answer"]>;
  put<Path extends keyof Puts>(
    path: Path,
    options: Request<Path, Puts[Path]["query"]> & InBody<Puts[Path]["body"]>,
  ): Promise<Puts[Path]["answer"]>;
  patch<Path extends keyof Patches>(
    path: Path,
    options: Request<Path, Patches[Path]["query"]> & InBody<Patches[Path]["body"]>,
  ): Promise<Patches[Path]["answer"]>;
  delete<Path extends keyof Deletes>(
    path: Path,
    options: Request<Path, Deletes[Path]["query"]>,
  ): Promise<Deletes[Path]["answer"]>;
  /** The pages of a list, one after the other, each asked for when it is wanted. */
  pages<Path extends PagedPath>(
    path: Path,
    ...options: Optional<Request<Path, Reads[Path]["query"]>>
  ): AsyncGenerator<Reads[Path]["answer"]>;
  /** The items of a list over all its pages. With `fields`, an item holds those fields alone, whatever its type says. */
  items<Path extends PagedPath>(
    path: Path,
    ...options: Optional<Request<Path, Reads[Path]["query"]>>
  ): AsyncGenerator<ItemOf<Path>>;
  /** Every row of an NDJSON export, as it arrives: the fastest way to read a whole list. */
  lines<Path extends LinesPath>(
    path: Path,
    ...options: Optional<Request<Path, Downloads[Path]>>
  ): AsyncGenerator<LineOf<Path>>;
  /** An export as the response itself, whose body may be stored or read as text. */
  download<Path extends keyof Downloads>(
    path: Path,
    ...options: Optional<Request<Path, Downloads[Path]>>
  ): Promise<Response>;
}

interface AnyRequest extends Aborted {
  readonly path?: Readonly<Record<string, string>> | undefined;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  readonly body?: unknown;
}

/**
 * A client of one installation. `url` is where it serves, such as `http://127.0.0.1:8686`; the API's paths are put behind it,
 * so that a proxy may serve it below a path of its own.
 */
export function viewcurve(url: string | URL, { token, fetch: reach = fetch }: ClientOptions = {}): Viewcurve {
  const base = String(url).replace(/\/+$/, "");

  async function ask(method: string, template: string, { path, query, body, signal }: AnyRequest = {}) {
    const answer = await reach(addressOf(base, template, path, query), {
      method,
      headers: {
        accept: "application/json, */*;q=0.5",
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
    if (!answer.ok) throw await problemIn(answer);
    return answer;
  }

  const asking = (method: string) => async (template: string, request?: AnyRequest) => {
    const answer = await ask(method, template, request);
    return answer.status === 204 ? null : answer.json();
  };
  const get = asking("GET");

  async function* pages(template: string, request: AnyRequest = {}) {
    let cursor: unknown = request.query?.["cursor"];
    do {
      const query = cursor === undefined ? request.query : { ...request.query, cursor };
      const page = (await get(template, { ...request, query })) as { readonly next: string | null };
      yield page;
      cursor = page.next;
    } while (cursor !== null);
  }

  async function* items(template: string, request?: AnyRequest) {
    for await (const page of pages(template, request)) yield* (page as unknown as { items: unknown[] }).items;
  }

  async function* lines(template: string, request?: AnyRequest) {
    yield* linesOf((await ask("GET", template, request)).body);
  }

  // The interface knows what each path takes and answers; here they are all alike.
  const client = {
    get,
    post: asking("POST"),
    put: asking("PUT"),
    patch: asking("PATCH"),
    delete: asking("DELETE"),
    pages,
    items,
    lines,
    download: (template: string, request?: AnyRequest) => ask("GET", template, request),
  };
  return client as unknown as Viewcurve;
}
