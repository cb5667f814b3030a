import { sql } from "kysely";
import { Chance } from "#simulation/random.ts";
import type { Db } from "#storage/database.ts";

interface Column {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
}

/** Everything that a text format could stumble over, and what people really write. */
const TEXTS = [
  "",
  " ",
  "\\N",
  "\\.",
  "a\tb",
  "a\nb\r\n",
  "back\\slash",
  `"quoted", 'twice'`,
  "🦁 日本語 ñ",
  "{a,b}",
  "null",
];

/** Rows that satisfy what the schema's checks relate to each other. */
const FIXED: Readonly<Record<string, string>> = {
  "installation.singleton": "true",
  "installation.kind": "'virtual'",
  "ledger.used": "3",
  "ledger.allowance": "10",
};

/**
 * Fills every table there is with random rows, by what the catalogue says of its columns: any values of their types,
 * nulls where they may be. The months of partitioned tables must have been made for 2026.
 */
export async function fillWithRandomRows(db: Db, seed: number, rowsEach: number): Promise<readonly string[]> {
  const chance = new Chance("random rows", seed);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(chance.uniform() * of.length)] as T;
  const { rows: tables } = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = current_schema()::regnamespace
      and relkind in ('r', 'p') and not relispartition and relname <> 'migration' order by relname`.execute(db);
  for (const { name } of tables) {
    const { rows: columns } = await sql<Column>`
      select attname::text as name, format_type(atttypid, null) as type, not attnotnull as nullable
      from pg_attribute where attrelid = to_regclass(${name}) and attnum > 0 and not attisdropped`.execute(db);
    const allowed = await readAllowed(db, name);
    for (let i = 0; i < rowsEach; i += 1) {
      const values = columns.map((column) => {
        const fixed = FIXED[`${name}.${column.name}`];
        if (fixed !== undefined) return fixed;
        if (column.nullable && chance.uniform() < 0.3) return "null";
        const among = allowed.get(column.name);
        return among ? `'${pick(among)}'` : literal(column.type, chance, pick);
      });
      await sql
        .raw(
          `insert into "${name}" (${columns.map((column) => `"${column.name}"`).join()}) values (${values.join()}) on conflict do nothing`,
        )
        .execute(db);
    }
  }
  return tables.map(({ name }) => name);
}

/** The values that a column's check lets in, where it lists them. */
async function readAllowed(db: Db, table: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ text: string }>`
    select pg_get_constraintdef(oid) as text from pg_constraint
    where conrelid = to_regclass(${table}) and contype = 'c'`.execute(db);
  return new Map(
    rows.flatMap(({ text }) => {
      const column = /\((\w+) = ANY/.exec(text)?.[1];
      return column ? [[column, Array.from(text.matchAll(/'([^']+)'::text/g), ([, value = ""]) => value)]] : [];
    }),
  );
}

function literal(type: string, chance: Chance, pick: <T>(of: readonly T[]) => T): string {
  const whole = (below: number) => Math.floor(chance.uniform() * below);
  const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
  const text = () => `${pick(TEXTS)}${chance.uniform() < 0.5 ? whole(1e9).toString(36) : ""}`;
  const number = () => pick([0, -0.1, 1 / 3, 1e300, 5e-324, chance.uniform() * 1e6]);
  switch (type) {
    case "text":
      return quoted(text());
    case "text[]":
      return `array[${Array.from({ length: whole(4) }, () => quoted(text())).join()}]::text[]`;
    case "bigint":
      return String(pick([0, 2 ** 31, Number.MAX_SAFE_INTEGER, whole(1e12)]));
    case "integer":
      return String(whole(2 ** 31));
    case "integer[]":
      return `array[${Array.from({ length: whole(5) }, () => whole(2 ** 31)).join()}]::integer[]`;
    case "smallint":
      return String(whole(2 ** 15));
    case "boolean":
      return String(chance.uniform() < 0.5);
    case "real":
      return String(Math.fround(chance.uniform()));
    case "double precision":
      return String(number());
    case "double precision[]":
      // What is unknown in a curve is NaN.
      return `array[${Array.from({ length: whole(5) }, () => pick([number(), "'NaN'"])).join()}]::float8[]`;
    case "bytea":
      return `'\\x${Array.from({ length: whole(40) }, () => whole(256).toString(16).padStart(2, "0")).join("")}'`;
    case "tsvector":
      return `to_tsvector('simple', ${quoted(text())})`;
    case "jsonb":
      return quoted(JSON.stringify({ title: text(), tags: [text(), null], n: number() }));
    case "date":
      return `date '2026-01-01' + ${whole(365)}`;
    case "timestamp with time zone":
      return `'${new Date(Date.UTC(2026, 0, 1) + whole(365 * 86_400_000)).toISOString()}'`;
    default:
      throw new Error(`say what random values of ${type} look like`);
  }
}
