import { BUCKET_UNITS_DEFAULT, type Bucket, quotaDay } from "#domain/quota.ts";
import type { Instant } from "#domain/time.ts";

/** A Google Cloud project as the virtual YouTube knows it. */
export interface VirtualProject {
  /** Google's name of it, `projects/` and a number. */
  readonly consumer: string;
  readonly keys: readonly string[];
  /** Units a day where they differ from Google's defaults. */
  readonly limits?: Partial<Readonly<Record<Bucket, number>>>;
  /** Requests of one bucket that are served within a minute of the clock; absent = any number. */
  readonly perMinute?: number;
  /** False when the API was never enabled for it. */
  readonly enabled?: boolean;
  /** Those of its keys that are restricted to other APIs. */
  readonly restrictedKeys?: readonly string[];
}

/** What one project spent of one bucket in one quota day, by YouTube's own count. */
export interface BookEntry {
  readonly consumer: string;
  /** The Pacific calendar date. */
  readonly day: string;
  readonly bucket: Bucket;
  /** Never above the limit. */
  readonly units: number;
  /** Requests that came after the last unit was spent. */
  readonly refused: number;
  /** Requests whose key was known and let in no more: they cost nothing. */
  readonly turnedAway: number;
}

/** YouTube's own bookkeeping: what tests hold our ledger against. */
export class Books {
  readonly #minutes = new Map<string, { readonly minute: number; readonly requests: number }>();
  readonly #entries = new Map<string, { -readonly [K in keyof BookEntry]: BookEntry[K] }>();

  /**
   * Charges one unit if there is one left; `false` = the bucket is spent.
   *
   * @param elsewhere units of the bucket that others have taken.
   */
  charge(project: VirtualProject, bucket: Bucket, at: Instant, elsewhere = 0): boolean {
    const entry = this.#entry(project, bucket, at);
    if (entry.units >= limitOf(project, bucket) - elsewhere) {
      entry.refused++;
      return false;
    }
    entry.units++;
    return true;
  }

  /** Notes a request that was turned away for its key. */
  turnAway(project: VirtualProject, bucket: Bucket, at: Instant): void {
    this.#entry(project, bucket, at).turnedAway++;
  }

  /** Counts a request towards its minute; `false` = there were too many. */
  admit(project: VirtualProject, bucket: Bucket, at: Instant): boolean {
    if (project.perMinute === undefined) return true;
    const minute = Math.floor(at / 60_000);
    const key = `${project.consumer} ${bucket}`;
    const last = this.#minutes.get(key);
    const requests = last?.minute === minute ? last.requests + 1 : 1;
    this.#minutes.set(key, { minute, requests });
    return requests <= project.perMinute;
  }

  #entry(project: VirtualProject, bucket: Bucket, at: Instant) {
    const { day } = quotaDay(at);
    const key = `${project.consumer} ${day} ${bucket}`;
    let entry = this.#entries.get(key);
    if (!entry) {
      entry = { consumer: project.consumer, day, bucket, units: 0, refused: 0, turnedAway: 0 };
      this.#entries.set(key, entry);
    }
    return entry;
  }

  read(): readonly BookEntry[] {
    return [...this.#entries.values()].map((entry) => ({ ...entry }));
  }
}

/** A project's daily units of a bucket. */
export const limitOf = (project: VirtualProject, bucket: Bucket): number =>
  project.limits?.[bucket] ?? BUCKET_UNITS_DEFAULT[bucket];
