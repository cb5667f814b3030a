import pg from "pg";
import { DRIVER_TYPES } from "#storage/database.ts";

/** A statement as it was handed to the driver. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Under which it is prepared; absent = it is not. */
  readonly name?: string;
}

/** What one request asked of the database: waves one after the other, the statements of a wave at once. */
export type Waves = readonly (readonly Statement[])[];

/** Notes what this process asks of PostgreSQL. Every client made from then on is heard. */
export function hearStatements(): { begin(): void; end(): Waves } {
  let waves: Statement[][] | null = null;
  let open = 0;
  const ask = pg.Client.prototype.query as (this: pg.Client, ...args: unknown[]) => unknown;
  pg.Client.prototype.query = function heard(this: pg.Client, ...args: unknown[]): unknown {
    const statement = statementIn(args);
    const told = args.at(-1);
    // The product asks by callback (storage/ask-by-callback.ts).
    if (waves === null || statement === null || typeof told !== "function") return ask.apply(this, args);
    if (open === 0) waves.push([]);
    waves.at(-1)?.push(statement);
    open += 1;
    const over = (...answer: unknown[]): void => {
      open -= 1;
      told(...answer);
    };
    return ask.apply(this, [...args.slice(0, -1), over]);
  } as typeof pg.Client.prototype.query;
  return {
    begin: () => {
      waves = [];
    },
    end: () => {
      const heard = waves ?? [];
      waves = null;
      return heard;
    },
  };
}

function statementIn([first, values]: readonly unknown[]): Statement | null {
  if (typeof first === "string") return { text: first, values: Array.isArray(values) ? values : [] };
  const { text, name, values: own, ...rest } = first as Partial<Statement> & { submit?: unknown };
  if (typeof text !== "string" || rest.submit !== undefined) return null;
  return { text, values: own ?? [], ...(name === undefined ? {} : { name }) };
}

/** Asks PostgreSQL the same, by node-postgres alone. */
export class BareSql {
  readonly #pool: pg.Pool;

  constructor(connectionString: string, connectionsMax: number) {
    this.#pool = new pg.Pool({
      connectionString,
      max: connectionsMax,
      options: "-c timezone=UTC",
      types: DRIVER_TYPES,
    });
  }

  async ask(waves: Waves): Promise<void> {
    for (const wave of waves) {
      await Promise.all(wave.map((statement) => this.#pool.query({ ...statement, values: [...statement.values] })));
    }
  }

  close(): Promise<void> {
    return this.#pool.end();
  }
}
