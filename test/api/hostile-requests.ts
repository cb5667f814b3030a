import fc from "fast-check";
import { hostileText, type Known, plausibleJson, plausibleText, type Schema } from "./hostile-values.ts";

interface Parameter {
  readonly name: string;
  readonly in: "query" | "path" | "header";
  readonly schema: Schema;
}

interface Media {
  readonly schema?: Schema;
  readonly examples?: Readonly<Record<string, unknown>>;
}

/** The OpenAPI document as far as requests are made, and answers judged, by it. */
export interface ApiDocument {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly operationId: string;
            readonly parameters?: readonly Parameter[];
            readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
            readonly responses: Readonly<
              Record<string, { readonly $ref?: string; readonly content?: Readonly<Record<string, Media>> }>
            >;
          }
        >
      >
    >
  >;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly responses: Readonly<Record<string, { readonly content: Readonly<Record<string, Media>> }>>;
  };
}

export interface HostileRequest {
  readonly operationId: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Whether the path is one of this operation's, so that its answer must be one of this operation's, too. */
  readonly onPath: boolean;
}

/** What requests may be let in by. */
export interface Tokens {
  readonly read: readonly string[];
  readonly write: readonly string[];
  readonly admin: readonly string[];
}

/** The body that no parser should unpack for long. */
const BOMBS = [
  "[".repeat(50_000),
  `${"[".repeat(5_000)}${"]".repeat(5_000)}`,
  `{"channels":${'{"a":'.repeat(2_000)}1${"}".repeat(2_000)}}`,
  `"${"x".repeat(1_100_000)}"`,
  '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
  '{"channels":["@a"],"channels":["@b"]}',
  `[${"1e999,".repeat(2_000)}1]`,
];

/** Requests to every operation of a document, from sensible to malicious. */
export function hostileRequests(document: ApiDocument, tokens: Tokens, known: Known): fc.Arbitrary<HostileRequest> {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => requestsTo(path, method, operation, tokens, known)),
  );
  return fc.oneof(...operations);
}

/** A text in an address: as a client writes it, or as far as possible as it is. */
const written = (text: string, plainly: boolean): string =>
  plainly ? encodeURI(text.toWellFormed()).replace(/[?#]/g, "") : encodeURIComponent(text.toWellFormed());

/** Escapes that are no UTF-8, and no escapes at all. */
const broken = fc.constantFrom("%", "%2", "%zz", "%FF", "%C3%28", "%ED%A0%80", "%F5%80%80%80", "%00", "a%00b");

function requestsTo(
  path: string,
  method: string,
  operation: ApiDocument["paths"][string][string],
  tokens: Tokens,
  known: Known,
): fc.Arbitrary<HostileRequest> {
  const { operationId, parameters = [], requestBody, responses } = operation;
  const named = parameters.filter((one) => one.in === "query");
  const inPath = parameters.filter((one) => one.in === "path");
  const pair = (name: string, schema: Schema) =>
    fc.oneof(
      { weight: 5, arbitrary: plausibleText(name, schema, known).map((text) => `${name}=${written(text, false)}`) },
      {
        weight: 3,
        arbitrary: fc.tuple(hostileText, fc.boolean()).map(([text, plainly]) => `${name}=${written(text, plainly)}`),
      },
      { weight: 1, arbitrary: broken.map((text) => `${name}=${text}`) },
    );
  const strange = fc.oneof(
    fc.tuple(hostileText, hostileText).map(([name, text]) => `${written(name, false)}=${written(text, false)}`),
    fc.constantFrom("token=x", "x", "&&&", "=", "a[]=1", "limit[]=1", "__proto__=1", "%=%", "cursor=eyJhIjoxfQ"),
  );
  const oneOfThem = named.length > 0 ? fc.oneof(...named.map(({ name, schema }) => pair(name, schema))) : strange;
  const sensible = fc
    .subarray(named, { maxLength: Math.min(3, named.length) })
    .chain((some) =>
      fc.tuple(
        ...some.map(({ name, schema }) =>
          plausibleText(name, schema, known).map((text) => `${name}=${written(text, false)}`),
        ),
      ),
    );
  const hostile = fc.array(fc.oneof({ weight: 12, arbitrary: oneOfThem }, { weight: 1, arbitrary: strange }), {
    maxLength: 5,
  });
  const query: fc.Arbitrary<readonly string[]> = fc.oneof(sensible, hostile);
  // A stream of events never ends: it is only asked for what it must refuse.
  const isEndless = "text/event-stream" in (responses["200"]?.content ?? {});
  const segments = inPath.map(({ name, schema }) =>
    fc.oneof(
      {
        weight: 6,
        arbitrary: plausibleText(`${operationId}.${name}`, schema, {
          ...known,
          [`${operationId}.${name}`]: known[path] ?? known[name] ?? [],
        }).map((text) => ({ text: written(text, false), fits: true })),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(hostileText, fc.boolean())
          .map(([text, plainly]) => ({ text: written(text, plainly), fits: false })),
      },
      { weight: 1, arbitrary: broken.map((text) => ({ text, fits: false })) },
    ),
  );
  return fc
    .tuple(
      fc.tuple(...segments),
      query,
      requestBody ? bodies(requestBody.content["application/json"]?.schema ?? {}) : fc.constant(null),
      operationId === GUESSED ? fromAnywhere : credentials(tokens),
      fc.option(
        fc.tuple(
          fc.constantFrom(
            "if-none-match",
            "accept",
            "accept-encoding",
            "range",
            "x-http-method-override",
            "origin",
            "cookie",
          ),
          fc.constantFrom("*", "gzip", "bytes=0-1", "DELETE", "null", "a=b", '"x"', "http://evil.example"),
        ),
        { freq: 4 },
      ),
    )
    .map(([ids, pairs, body, sent, header]) => {
      const filled = inPath.reduce((text, { name }, i) => text.replace(`{${name}}`, ids[i]?.text ?? ""), path);
      const search = [...pairs, ...(isEndless ? ["unheard-of=1"] : [])].join("&");
      return {
        operationId,
        method: method.toUpperCase(),
        url: `${filled}${search === "" ? "" : `?${search}`}`,
        headers: {
          ...(header ? { [header[0]]: header[1] } : {}),
          ...sent,
          ...(body ? { "content-type": body.type } : {}),
        },
        ...(body ? { body: body.text } : {}),
        onPath: ids.every(({ text, fits }) => fits && text !== "" && !/^\.+$/.test(text)),
      };
    });
}

function bodies(schema: Schema): fc.Arbitrary<{ readonly type: string; readonly text: string | Buffer }> {
  const json = "application/json";
  return fc.oneof(
    {
      weight: 16,
      arbitrary: plausibleJson(schema).map((value) => ({ type: json, text: JSON.stringify(value) ?? "" })),
    },
    { weight: 2, arbitrary: fc.constantFrom(...BOMBS).map((text) => ({ type: json, text })) },
    {
      weight: 1,
      arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes) => ({ type: json, text: Buffer.from(bytes) })),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(
          "text/plain",
          "application/x-www-form-urlencoded",
          "multipart/form-data",
          "application/json; charset=utf-16",
          "*/*",
          "nonsense",
        )
        .map((type) => ({ type, text: '{"channels":["@a"]}' })),
    },
  );
}

const address = fc.integer({ min: 0, max: 0xffffff }).map((n) => `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`);

/** Each of its requests is a guess, so each comes from elsewhere. */
const GUESSED = "logIn";
const fromAnywhere = address.map((from) => ({ "x-forwarded-for": from }));

/** Tokens of every kind. What is wrong comes from ever other addresses: one alone would soon be believed nothing. */
function credentials({ read, write, admin }: Tokens): fc.Arbitrary<Readonly<Record<string, string>>> {
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  return fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...admin).map(bearer) },
    { weight: 3, arbitrary: fc.constant({}) },
    { weight: 2, arbitrary: fc.constantFrom(...write, ...read).map(bearer) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(
          fc.constantFrom(
            "Bearer wrong",
            "Bearer",
            "Basic eDp4",
            "bearer  x y",
            `Bearer ${"x".repeat(2_000)}`,
            "Bearer '; --",
            "",
          ),
          address,
        )
        .map(([authorization, from]) => ({ authorization, "x-forwarded-for": from })),
    },
    {
      weight: 1,
      arbitrary: address.map((from) => ({ cookie: "viewcurve_session=vc_wrong", "x-forwarded-for": from })),
    },
  );
}
