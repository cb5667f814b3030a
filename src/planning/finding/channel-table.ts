import type { ChannelId } from "#domain/channel.ts";
import { type Duration, days, type Instant, milliseconds, plus } from "#domain/time.ts";
import type { TrackedChannel } from "#domain/tracked.ts";
import { DueQueue } from "#planning/due-queue.ts";
import { spreadOf } from "#planning/spread.ts";

/** From this many looks on, an upload is looked for in the uploads list and no more in the feed. */
export const LIST_FROM_ATTEMPT = 2;

/** Each channel's newest uploads are read once a week whatever its count says: an upload and a deletion cancel in it. */
const RECONCILE_AFTER: Duration = days(7);

/** YouTube's terms want stored data renewed within 30 days: 24 + 4 of spread leave two for outages. */
const RENEW_AFTER: Duration = days(24);
const RENEW_SPREAD: Duration = days(4);

const FAR_PAST = 0 as Instant;

/**
 * The channels, and for each thing that is done to them a queue of when it is due, so that no plan looks at all of them.
 * Every queue follows from the rows alone. Changed by `put` and `drop` only.
 */
export class ChannelTable {
  readonly #rows = new Map<ChannelId, TrackedChannel>();
  readonly #queues = Object.entries(DUE).map(([name, due]) => ({ name, due, queue: new DueQueue<ChannelId>(same) }));
  #subscribed = 0;

  /** When each is to be looked at for uploads. */
  readonly looks = this.#queueOf("looks");
  /** Those counted longest ago first. */
  readonly counted = this.#queueOf("counted");
  /** Hinted uploads to be looked for in feeds, and in uploads lists. */
  readonly feedNews = this.#queueOf("feedNews");
  readonly listNews = this.#queueOf("listNews");
  readonly reconciles = this.#queueOf("reconciles");
  /** When the hub is to be asked to push. */
  readonly subscriptions = this.#queueOf("subscriptions");
  readonly renewals = this.#queueOf("renewals");
  /** Back-fills by how much is listed; those that wait after trouble by when they may go on. */
  readonly backfills = this.#queueOf("backfills");
  readonly deferredBackfills = this.#queueOf("deferredBackfills");

  constructor(rows: readonly TrackedChannel[]) {
    for (const row of rows) this.put(row);
  }

  get size(): number {
    return this.#rows.size;
  }

  /** How many have been promised pushes by the hub. */
  get subscribed(): number {
    return this.#subscribed;
  }

  /** When anything was pushed last; `null` when nothing ever was. */
  get pushedAt(): Instant | null {
    const newest = this.#queueOf("pushes").first();
    return newest && (-newest.at as Instant);
  }

  get(id: ChannelId): TrackedChannel | undefined {
    return this.#rows.get(id);
  }

  keys(): MapIterator<ChannelId> {
    return this.#rows.keys();
  }

  values(): MapIterator<TrackedChannel> {
    return this.#rows.values();
  }

  /** Puts a row in the place of the one with its id. */
  put(row: TrackedChannel): void {
    this.#count(this.#rows.get(row.id), -1);
    this.#count(row, 1);
    this.#rows.set(row.id, row);
    for (const { queue, due } of this.#queues) queue.set(row.id, due(row));
  }

  drop(id: ChannelId): void {
    this.#count(this.#rows.get(id), -1);
    this.#rows.delete(id);
    for (const { queue } of this.#queues) queue.set(id, null);
  }

  #count(row: TrackedChannel | undefined, by: number): void {
    if (row && row.subscription.until !== null) this.#subscribed += by;
  }

  #queueOf(name: keyof typeof DUE): DueQueue<ChannelId> {
    const found = this.#queues.find((each) => each.name === name);
    if (!found) throw new Error(`no queue is called ${name}`);
    return found.queue;
  }
}

const same = (id: ChannelId): string => id;

/** When a row is due in each queue; `null` = never. */
const DUE = {
  looks: (row) => row.lookAt ?? FAR_PAST,
  counted: (row) => row.countedAt ?? FAR_PAST,
  feedNews: (row) => (row.newsAttempts < LIST_FROM_ATTEMPT ? newsDue(row) : null),
  listNews: (row) => (row.newsAttempts < LIST_FROM_ATTEMPT ? null : newsDue(row)),
  reconciles: reconcileDue,
  renewals: (row) => plus(row.describedAt, milliseconds(RENEW_AFTER + Math.floor(RENEW_SPREAD * spreadOf(row.id)))),
  subscriptions: (row) => row.subscription.askAt ?? FAR_PAST,
  backfills: (row) => (fills(row) && row.backfill.attempts === 0 ? (row.backfill.listed as Instant) : null),
  deferredBackfills: (row) => (fills(row) && row.backfill.attempts > 0 ? row.backfill.notBefore : null),
  pushes: (row) => (row.subscription.pushedAt === null ? null : (-row.subscription.pushedAt as Instant)),
} satisfies Record<string, (row: TrackedChannel) => Instant | null>;

const newsDue = (row: TrackedChannel): Instant | null =>
  row.newsSince === null ? null : (row.newsNotBefore ?? row.newsSince);

const fills = (row: TrackedChannel): boolean => !row.backfill.done && row.uploadsPlaylistId !== null;

/**
 * A channel whose count fell has lost its `listedAt`, and is read at once; one that waits for news or its first page is
 * read by that.
 */
function reconcileDue(row: TrackedChannel): Instant | null {
  if (row.newsSince !== null) return null;
  if (row.listedAt === null) return fills(row) ? null : row.trackedSince;
  return plus(row.listedAt, milliseconds(Math.floor(RECONCILE_AFTER * (0.75 + spreadOf(row.id) / 4))));
}
