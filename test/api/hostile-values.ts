import fc from "fast-check";

/** A schema of the OpenAPI document, as far as values are made after it. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** Texts that have broken parsers, databases and shells before. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      ...["", " ", "\0", "%", "%00", "\uFFFF", "\u202E", "\uFEFF", "'", '"', "\\", "; drop table video; --"],
      ...["0", "-0", "-1", "1e309", "1e-400", "NaN", "Infinity", "0x10", "9007199254740993", "9223372036854775808"],
      ...["null", "true", "undefined", "[]", "{}", "[object Object]", "__proto__", "constructor", "toString"],
      ...[
        "2026-02-29",
        "9999-12-31",
        "-infinity",
        "0000-00-00",
        "2026-01-01T00:00:00+99:99",
        "1970-01-01",
        "2999-12-31",
      ],
      ...[
        "../..",
        "a/b",
        "a,b",
        "a&b=c",
        "a|b & !c <-> d",
        "(((((",
        "a:*",
        "*",
        '"',
        '"open phrase',
        "-",
        "-- -",
        "OR",
      ],
      ...["東", "東京の朝", "ｖｌｏｇ", "ทะเล", "İ", "ß", "a\u0301", "🌊", "\uD83C\uDF0A\u200D", "ﷺ"],
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom("x", "é", "%", "../", "0", ",", '"', "(", "-a ", "a* ", "🌊"),
        fc.integer({ min: 200, max: 4000 }),
      )
      .map(([text, times]) => text.repeat(times).slice(0, 6000)),
  },
  { weight: 1, arbitrary: fc.oneof(fc.integer().map(String), fc.double().map(String)) },
);

/** What parameters of a name usually take, where the schema alone would hardly ever meet it. */
export type Known = Readonly<Record<string, readonly string[]>>;

/** Texts that a parameter's schema lets pass, more or less. */
export function plausibleText(name: string, schema: Schema, known: Known): fc.Arbitrary<string> {
  const { examples = [], default: usual, minimum: min = 0, maximum: max = 1000 } = schema;
  const choices = [...(enumOf(schema) ?? []), ...(known[name] ?? []), ...examples.map(String)];
  if (choices.length > 0) return fc.constantFrom(...choices);
  if (/After|Before|from|to|since|until/.test(name) || schema.format === "date-time") return dates;
  const type = [schema.type ?? schema.anyOf?.[0]?.type].flat()[0];
  if (type === "integer" || type === "number") return integers(min, max).map(String);
  return fc.oneof(
    fc.constantFrom(
      ...(usual === undefined ? [] : [String(usual)]),
      "true",
      "false",
      "Baking",
      "東京",
      "bread",
      "1",
      "30d",
    ),
    fc.double({ min: 0, max: 10, noNaN: true }).map((n) => n.toFixed(2)),
  );
}

const dates: fc.Arbitrary<string> = fc
  .date({ min: new Date("2020-01-01"), max: new Date("2027-01-01"), noInvalidDate: true })
  .map((at) => at.toISOString());

const integers = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: Math.ceil(min), max: Math.max(Math.ceil(min), Math.floor(Math.min(max, 2 ** 31 - 1))) });

function enumOf(schema: Schema): readonly string[] | undefined {
  const inner = schema.enum ?? schema.items?.enum ?? schema.anyOf?.flatMap((one) => one.enum ?? []);
  return inner?.map(String);
}

const anything: fc.Arbitrary<unknown> = fc.oneof(fc.jsonValue({ maxDepth: 3 }), hostileText, fc.maxSafeInteger());

/** A JSON value that a schema lets pass, more or less; now and then, at any place in it, anything else. */
export function plausibleJson(schema: Schema, depth = 0): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 12, arbitrary: fitting(schema, depth) },
    { weight: depth === 0 ? 1 : 2, arbitrary: anything },
  );
}

function fitting(schema: Schema, depth: number): fc.Arbitrary<unknown> {
  const { properties, items, required = [], anyOf, oneOf } = schema;
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const either = anyOf ?? oneOf;
  if (either?.length) return fc.oneof(...either.map((one) => fitting(one, depth)));
  if (properties && depth < 5) {
    const fields = Object.entries(properties).map(([name, one]) => [name, plausibleJson(one, depth + 1)] as const);
    // Mostly what is required is there, and now and then something that nobody has heard of.
    return fc
      .tuple(
        fc.record(Object.fromEntries(fields), { requiredKeys: [...required].filter((name) => name in properties) }),
        fc.option(fc.tuple(hostileText, anything), { freq: 8 }),
      )
      .map(([value, extra]) => (extra ? { ...value, [extra[0]]: extra[1] } : value));
  }
  if (items) return fc.array(plausibleJson(items, depth + 1), { maxLength: 6 });
  const { examples = [], minimum: min = -1000, maximum: max = 100_000 } = schema;
  const known = examples.length > 0 ? [fc.constantFrom(...examples)] : [];
  switch ([schema.type].flat()[0]) {
    case "integer":
    case "number":
      return fc.oneof(...known, integers(min, max), fc.double({ noNaN: true }));
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "string":
      return fc.oneof(
        ...known,
        fc.constantFrom("UCuAXFkgsw1L7xaCfnd5JJOw", "@handle0", "default", "2h", "2026-12-01"),
        hostileText,
      );
    default:
      return anything;
  }
}
