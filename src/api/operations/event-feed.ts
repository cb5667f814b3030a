import type { Clock } from "#clock.ts";
import { type Instant, minus, plus, seconds } from "#domain/time.ts";
import type { Report } from "#events.ts";
import type { Db } from "#storage/database.ts";
import { type EventKey, type EventPosition, type EventRow, listEventPositions, readEvents } from "#storage/events.ts";

/** Soon enough to feel live, and one walk of an index by an otherwise idle process. */
const LOOK_EVERY = seconds(1);

/** A line that says nothing keeps proxies, which end silent connections after a minute as a rule, from doing so. */
const BEAT_EVERY = seconds(20);

/** While the database cannot be asked, it is not asked in a storm. */
const STUMBLE_WAIT = seconds(5);

/**
 * Calls are settled in one order and may be stored in another: so far back rows are looked for that were not there before.
 * A transaction that takes longer has met a time-out of its own.
 */
export const LOOK_BACK = seconds(30);

/** So many positions a query: more than are stored within the time that is looked back over. */
const POSITIONS_A_TIME = 2_000;

/** So many rows are remembered as told: those of some hours at a usual pace. */
const REMEMBERED = 20_000;

export interface Listener {
  /** Rows that were stored lately, each once. */
  take(rows: readonly EventRow[]): void;
  /** Nothing may have happened for a while. */
  beat(): void;
  /** Nothing more comes: the server ends. */
  end(): void;
}

export interface FeedDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly report: Report;
}

const keyOf = ({ epoch, number }: EventKey): string => `${epoch}-${number}`;

/** What a look has met: every position of the time that is looked back over. */
interface Following {
  readonly over: AbortController;
  readonly seen: Map<string, Instant>;
  readonly begun: Promise<void>;
}

/** Tells what is stored of events to all who listen. One asks the database for all of them, and only while any listens. */
export class EventFeed {
  readonly #deps: FeedDependencies;
  readonly #listeners = new Set<Listener>();
  /** In which order rows were told first. */
  readonly #told = new Map<string, number>();
  #tellings = 0;
  #following: Following | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(deps: FeedDependencies) {
    this.#deps = deps;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** Adds a listener, who is told of all that is stored from then on; gives what takes it out again. */
  async add(listener: Listener): Promise<() => void> {
    this.#listeners.add(listener);
    this.#following ??= this.#begin();
    const leave = (): void => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#stop();
    };
    try {
      await this.#following.begun;
    } catch (error) {
      leave();
      throw error;
    }
    return leave;
  }

  /** Ends all listening, and resolves when the database is asked no more. */
  async close(): Promise<void> {
    for (const listener of [...this.#listeners]) listener.end();
    this.#stop();
    await this.#running;
  }

  /** Remembers that rows were told, in this order. */
  remember(rows: readonly EventRow[]): void {
    for (const row of rows) {
      const key = keyOf(row);
      if (!this.#told.has(key)) this.#told.set(key, this.#tellings++);
    }
    for (const key of this.#told.keys()) {
      if (this.#told.size <= REMEMBERED) return;
      this.#told.delete(key);
    }
  }

  /** Whether whoever was told of `last` had been told of this row before; `false` where that is not remembered. */
  wasToldBefore(row: EventKey, last: EventKey): boolean {
    return (this.#told.get(keyOf(row)) ?? Infinity) < (this.#told.get(keyOf(last)) ?? 0);
  }

  #stop(): void {
    this.#following?.over.abort();
    this.#following = null;
  }

  #begin(): Following {
    const { clock } = this.#deps;
    const seen = new Map<string, Instant>();
    const from = minus(clock.now(), LOOK_BACK);
    // What was there before anybody listened is told to those who ask for it by the last event that they have.
    const begun = this.#look(from, seen).then((there) => markSeen(seen, there));
    const following = { over: new AbortController(), seen, begun };
    const before = this.#running;
    this.#running = begun.then(
      async () => {
        await before;
        await clock.task(() => this.#follow(following));
      },
      () => before,
    );
    return following;
  }

  async #follow({ over, seen }: Following): Promise<void> {
    const { db, clock, report } = this.#deps;
    let from = minus(clock.now(), LOOK_BACK);
    let beatAt = plus(clock.now(), BEAT_EVERY);
    while (!over.signal.aborted) {
      let wait = LOOK_EVERY;
      try {
        const now = clock.now();
        const fresh = await this.#look(from, seen);
        const rows = await readEvents(db, fresh);
        markSeen(seen, fresh);
        this.#give(rows);
        from = minus(now, LOOK_BACK);
        for (const [key, at] of seen) if (at < from) seen.delete(key);
      } catch (error) {
        wait = STUMBLE_WAIT;
        const message = error instanceof Error ? error.message : String(error);
        report({ kind: "stumbled", where: "events", message, retryAt: plus(clock.now(), wait) });
      }
      if (clock.now() >= beatAt) {
        beatAt = plus(clock.now(), BEAT_EVERY);
        for (const listener of [...this.#listeners]) listener.beat();
      }
      await clock.until(plus(clock.now(), wait), over.signal);
    }
  }

  /** The positions that no look has met before. */
  async #look(from: Instant, seen: ReadonlyMap<string, Instant>): Promise<readonly EventPosition[]> {
    const fresh: EventPosition[] = [];
    for (let after: EventPosition | null = null; ; ) {
      const found: readonly EventPosition[] = await listEventPositions(this.#deps.db, from, POSITIONS_A_TIME, after);
      fresh.push(...found.filter((position) => !seen.has(keyOf(position))));
      after = found.at(-1) ?? null;
      if (found.length < POSITIONS_A_TIME) return fresh;
    }
  }

  #give(rows: readonly EventRow[]): void {
    if (rows.length === 0) return;
    this.remember(rows);
    for (const listener of [...this.#listeners]) listener.take(rows);
  }
}

function markSeen(seen: Map<string, Instant>, positions: readonly EventPosition[]): void {
  for (const position of positions) seen.set(keyOf(position), position.at);
}
