import { type Duration, type Instant, instant } from "#domain/time.ts";
import { copyIn } from "#storage/backup/copy.ts";
import { openSession } from "#storage/backup/session.ts";
import { fillPartition } from "#storage/videos/partitions.ts";
import { countersAt } from "./api-rows.ts";
import { visitSamples } from "./api-samples.ts";
import { type ApiSet, PRESENT, viewsAt } from "./api-set.ts";
import { videoId } from "./scale-population.ts";

/** The months in which samples of the set lie, oldest first. */
export function monthsOf(set: ApiSet): readonly Instant[] {
  const months: Instant[] = [];
  const first = new Date(set.publishedAt(0));
  for (let at = Date.UTC(first.getUTCFullYear(), first.getUTCMonth()); at <= PRESENT; at = monthAfter(at)) {
    months.push(instant(at));
  }
  return months;
}

const monthAfter = (at: number): Instant => {
  const date = new Date(at);
  return instant(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1));
};

/** Fills the partitions of some months with the set's snapshots; gives how many there are. */
export async function loadSnapshots(
  connectionString: string,
  set: ApiSet,
  ages: readonly Duration[],
  months: readonly Instant[],
): Promise<number> {
  const session = await openSession(connectionString);
  const { client, db } = session;
  let rows = 0;
  try {
    await client.query("set maintenance_work_mem = '512MB'");
    for (const month of months) {
      await client.query("begin");
      await fillPartition(db, "snapshot", month, async (name) => {
        const statement = `copy ${name} (video_id, captured_at, views, likes, comments, source) from stdin (format binary, freeze)`;
        rows += await copyIn(client, statement, snapshotBlocks(set, ages, month));
      });
      await client.query("commit");
    }
  } finally {
    await session.close();
  }
  return rows;
}

const BLOCK_BYTES = 256 * 1024;
const ROW_BYTES_MAX = 80;
/** PostgreSQL counts microseconds from 2000 on. */
const POSTGRES_EPOCH = Date.UTC(2000, 0);
const SIGNATURE = Buffer.from("PGCOPY\n\xff\r\n\0", "latin1");

/** COPY's binary form: twenty million rows are read in half the time that their text would take. */
async function* snapshotBlocks(set: ApiSet, ages: readonly Duration[], month: Instant): AsyncGenerator<Buffer> {
  const blocks: Buffer[] = [];
  let block = Buffer.allocUnsafe(BLOCK_BYTES);
  let used = SIGNATURE.copy(block);
  // No flags, no extension of the header.
  used = block.fill(0, used, used + 8).length && used + 8;
  const int8 = (value: number): void => {
    used = block.writeInt32BE(8, used);
    used = block.writeInt32BE(Math.floor(value / 2 ** 32), used);
    used = block.writeUInt32BE(value % 2 ** 32, used);
  };
  const counter = (value: number | null): void => {
    if (value === null) used = block.writeInt32BE(-1, used);
    else int8(value);
  };
  visitSamples(set, ages, { from: month, to: monthAfter(month) }, (n, at) => {
    if (used + ROW_BYTES_MAX > BLOCK_BYTES) {
      blocks.push(block.subarray(0, used));
      block = Buffer.allocUnsafe(BLOCK_BYTES);
      used = 0;
    }
    const { views, likes, comments } = countersAt(set, n, viewsAt(set, n, (at - set.publishedAt(n)) as Duration));
    used = block.writeInt16BE(6, used);
    used = block.writeInt32BE(11, used);
    used += block.write(idOf(n), used, "latin1");
    int8((at - POSTGRES_EPOCH) * 1000);
    counter(views);
    counter(likes);
    counter(comments);
    used = block.writeInt32BE(5, used);
    used += block.write("batch", used, "latin1");
  });
  yield* blocks;
  block.writeInt16BE(-1, used);
  yield block.subarray(0, used + 2);
}

const ids: string[] = [];

/** Made once: each id is written some twenty times. */
function idOf(n: number): string {
  const known = ids[n];
  if (known !== undefined) return known;
  const id = videoId(n);
  ids[n] = id;
  return id;
}
