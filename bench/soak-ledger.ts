import { BUCKET_UNITS_DEFAULT, type Bucket, type Budgets } from "#domain/quota.ts";
import type { Instant } from "#domain/time.ts";
import type { BookEntry } from "#simulation/books.ts";

const PACIFIC_DATE = new Intl.DateTimeFormat("sv-SE", { timeZone: "America/Los_Angeles" });
const HOUR = 3_600_000;

/** Units by the Pacific calendar date: a second account of quota days, which shares nothing with planning's. */
export class SoakLedger {
  readonly #used = new Map<string, number>();
  #hour = Number.NaN;
  #date = "";

  /** Counts a unit; `false` when it is one too many. */
  charge(bucket: Bucket, at: Instant): boolean {
    const key = `${this.#dateOf(at)} ${bucket}`;
    const used = (this.#used.get(key) ?? 0) + 1;
    this.#used.set(key, used);
    return used <= BUCKET_UNITS_DEFAULT[bucket];
  }

  budgets(at: Instant): Budgets {
    const date = this.#dateOf(at);
    const of = (bucket: Bucket) => ({
      limit: BUCKET_UNITS_DEFAULT[bucket],
      used: this.#used.get(`${date} ${bucket}`) ?? 0,
    });
    return { default: of("default"), search: of("search"), batch: of("batch") };
  }

  /** Units by which ours and YouTube's books differ, day by day. */
  differences(books: readonly BookEntry[]): number {
    const theirs = new Map(books.map(({ day, bucket, units }) => [`${day} ${bucket}`, units]));
    let sum = 0;
    for (const [key, used] of this.#used) sum += Math.abs(used - (theirs.get(key) ?? 0));
    return sum;
  }

  /** Midnight in Los Angeles falls on a full hour, so a date holds for the hour. */
  #dateOf(at: Instant): string {
    const hour = Math.floor(at / HOUR);
    if (hour !== this.#hour) [this.#hour, this.#date] = [hour, PACIFIC_DATE.format(at)];
    return this.#date;
  }
}
