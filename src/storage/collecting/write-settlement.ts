import { sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import type { Settlement } from "#domain/settlement.ts";
import type { Instant } from "#domain/time.ts";
import { writeChannelRows } from "#storage/channels/channel-rows.ts";
import { at, type Db } from "#storage/database.ts";
import { writeDiscoveries } from "#storage/discoveries/write-discoveries.ts";
import { writeRollups } from "#storage/rollups/rollups.ts";
import { writeFirstHours } from "#storage/scores/first-hours.ts";
import { enqueueRescores } from "#storage/scores/rescore-tasks.ts";
import { channelsPastMilestone, enqueueTypicals } from "#storage/scores/typical-tasks.ts";
import { rowSet } from "#storage/sql/row-set.ts";
import { writeDescriptions } from "#storage/videos/descriptions.ts";
import { insertChannelSnapshots, insertSnapshots } from "#storage/videos/snapshots.ts";
import { answerVideoRequests } from "#storage/videos/video-requests.ts";
import { writeVideoRows } from "#storage/videos/video-rows.ts";
import { writeWatchPages } from "#storage/watches/watch-pages.ts";
import { writeWatchProgress } from "#storage/watches/watch-progress.ts";
import { inSavepoint, isUnstorable, partsOf } from "./unstorable.ts";

export type Recorded =
  /**
   * `rescore`: channels that now wait to be scored anew. `setAside`: rows that the database could not hold, with its
   * reason; all others are recorded.
   */
  | { readonly kind: "recorded"; readonly rescore: readonly ChannelId[]; readonly setAside: Settlement["setAside"] }
  /** The lease is somebody else's: nothing was written. */
  | { readonly kind: "fenced" };

/** How the rows of a settlement are written: together, or each video, channel and watch by itself. */
export type WriteRows = typeof writeWhole;

/** Writes all that any settlement may hold, but not what it says of the call that it is of. */
export async function writeSettlement(
  trx: Db,
  write: WriteRows,
  settlement: Settlement,
  performancePool: number,
): Promise<Recorded> {
  const { scores, setAside } = await write(trx, settlement, performancePool);
  const rescore = [...new Set(scores)];
  await enqueueRescores(trx, rescore, settlement.at);
  await writePauses(trx, settlement);
  await writeLearned(trx, settlement);
  await writeSetAside(trx, settlement.at, [...settlement.setAside, ...setAside]);
  return { kind: "recorded", rescore, setAside };
}

/** Records all rows together; when the database refuses one for what is in it, again and each by itself. */
export async function wholeOrApart(record: (write: WriteRows) => Promise<Recorded>): Promise<Recorded> {
  try {
    return await record(writeWhole);
  } catch (error) {
    if (!isUnstorable(error)) throw error;
    return record(writeApart);
  }
}

interface Written {
  /** Channels whose scores have to be taken anew. */
  readonly scores: readonly ChannelId[];
  readonly setAside: Settlement["setAside"];
}

async function writeWhole(trx: Db, settlement: Settlement, performancePool: number): Promise<Written> {
  await insertSnapshots(trx, settlement.snapshots);
  await insertChannelSnapshots(trx, settlement.channelSnapshots);
  await writeRollups(trx, settlement);
  await writeVideoRows(trx, settlement);
  await answerVideoRequests(trx, settlement.videoRequests, settlement.at);
  const described = await writeDescriptions(trx, settlement.descriptions, settlement.at);
  await writeWatchProgress(trx, settlement.watches);
  await writeWatchPages(trx, settlement.watchPages);
  await writeDiscoveries(trx, settlement);
  const backfilled = await writeChannelRows(trx, settlement);
  const drifted = await writeFirstHours(trx, settlement.firstHourOf, settlement.at, performancePool);
  await enqueueTypicals(trx, channelsPastMilestone(settlement.videos), settlement.at);
  return { scores: [...backfilled, ...drifted, ...(await worthOutliers(trx, described))], setAside: [] };
}

/** Each video, channel and watch by itself: slow, and only for the rare answer that holds a row nobody can store. */
async function writeApart(trx: Db, settlement: Settlement, performancePool: number): Promise<Written> {
  const { parts, rest } = partsOf(settlement);
  const scores: ChannelId[] = [];
  const setAside: { subject: string; reason: string }[] = [];
  for (const { subject, rows } of parts) {
    try {
      scores.push(...(await inSavepoint(trx, () => writeWhole(trx, rows, performancePool))).scores);
    } catch (error) {
      if (!isUnstorable(error)) throw error;
      const reason = `It cannot be stored: ${error instanceof Error ? error.message : error}`;
      setAside.push({ subject, reason });
      await writeRemains(trx, rows, reason, performancePool);
    }
  }
  scores.push(...(await writeWhole(trx, rest, performancePool)).scores);
  return { scores, setAside };
}

/**
 * Of a part that cannot be stored, all but its texts, which are at fault as a rule. So planning does not ask for it at
 * once after a restart, and whoever asked for it does not wait for ever. What cannot be stored of these either is let go.
 */
async function writeRemains(trx: Db, rows: Settlement, reason: string, performancePool: number): Promise<void> {
  const refused = rows.requests.map(({ ref }) => ({ kind: "refused" as const, ref, reason }));
  // A channel asked for whose texts cannot be stored is not tracked: nothing is to be remembered of it.
  const untracked = refused.length > 0 ? { channels: [], channelSnapshots: [] } : {};
  const remains = { ...rows, descriptions: [], channelDescriptions: [], requests: refused, ...untracked };
  try {
    await inSavepoint(trx, () => writeWhole(trx, remains, performancePool));
  } catch (error) {
    if (!isUnstorable(error)) throw error;
  }
}

/**
 * Of the channels with newly described videos those whose mature median is worth taking now: the back-fill is done, and
 * there is no median yet or nothing is left to describe. In between it would be taken with every call.
 */
async function worthOutliers(trx: Db, channelIds: readonly ChannelId[]): Promise<readonly ChannelId[]> {
  if (channelIds.length === 0) return [];
  const { rows } = await sql<{ id: ChannelId }>`
    select t.subject as id from task t left join channel_score s on s.channel_id = t.subject
    where t.kind = 'backfill' and t.state = 'done' and t.subject = any(${[...channelIds]}::text[])
      and (s.median_mature is null or not exists (
        select from video_counter c
        where c.channel_id = t.subject and c.describe_why = 'new' and c.describe_at is not null))`.execute(trx);
  return rows.map(({ id }) => id);
}

async function writePauses(trx: Db, { pauses, pausesOver }: Settlement): Promise<void> {
  if (pausesOver.length > 0) await trx.deleteFrom("pause").where("subject", "in", pausesOver).execute();
  for (const { subject, until, failures, reason } of pauses) {
    const pause = { until: at(until), failures, reason };
    await trx
      .insertInto("pause")
      .values({ subject, ...pause })
      .onConflict((conflict) => conflict.column("subject").doUpdateSet(pause))
      .execute();
  }
}

async function writeLearned(trx: Db, { learned }: Settlement): Promise<void> {
  for (const { subject, values } of learned) {
    const row = { values: [...values] };
    await trx
      .insertInto("learned")
      .values({ subject, ...row })
      .onConflict((conflict) => conflict.column("subject").doUpdateSet(row))
      .execute();
  }
}

async function writeSetAside(trx: Db, when: Instant, setAside: Settlement["setAside"]): Promise<void> {
  if (setAside.length === 0) return;
  const rows = setAside.map(({ subject, reason }) => ({ subject, reason }));
  await sql`
    insert into set_aside (subject, at, reason)
    select subject, ${at(when)}, reason from ${rowSet("i", rows, { subject: "text", reason: "text" })}
    on conflict do nothing`.execute(trx);
}
