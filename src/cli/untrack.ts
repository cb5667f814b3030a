import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { systemClock } from "#clock.ts";
import { type ChannelId, parseChannelRef } from "#domain/channel.ts";
import { milliseconds, plus, seconds } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { readVideoId } from "#imports/read-refs.ts";
import { untrackChannel } from "#storage/channels/track-requests.ts";
import { type Lease, releaseLease, renewLease, takeLease } from "#storage/collecting/lease.ts";
import type { Db } from "#storage/database.ts";
import { deleteSnapshotsOf, listPurges, nextPurged, purgeStep, requestPurge } from "#storage/retention/purge.ts";
import { unfollowVideos } from "#storage/videos/video-requests.ts";
import { EXIT, fail } from "./exit.ts";
import { withInstallation } from "./open-installation.ts";

const LEASE_TERM = seconds(30);
const POLL = milliseconds(500);

interface UntrackOptions {
  readonly purge: boolean;
  readonly json: boolean;
}

/**
 * `viewcurve untrack`: stops tracking channels, and following videos; with `--purge` also removes all that was collected of them. The running
 * collector does that; where none runs it is done here. Stopped half-way, the next of the two goes on.
 */
export async function untrack(texts: readonly string[], { purge, json }: UntrackOptions): Promise<void> {
  const bad = texts.find((text) => parseChannelRef(text) === null && readVideoId(text) === null);
  if (bad !== undefined) {
    return fail(
      `"${bad}" is no channel: give a URL (youtube.com/@handle, youtube.com/channel/UC…), an @handle or an id; or a video's URL or id.`,
      EXIT.usage,
    );
  }
  const purged = purge && texts.find((text) => parseChannelRef(text) === null);
  if (purged) return fail(`${purged} is a video: --purge removes whole channels.`, EXIT.usage);
  await withInstallation(async ({ db }) => {
    for (const text of texts) {
      const video = parseChannelRef(text) === null ? readVideoId(text) : null;
      if (video !== null) {
        await endFollowing(db, video, json);
        continue;
      }
      const id = await knownId(db, text);
      const refused = id === null ? "No channel of this name is known here." : await end(db, id, purge);
      if (refused !== null) fail(`${text}: ${refused}`);
      const state = refused === null ? (purge ? "purged" : "untracked") : "refused";
      if (json) process.stdout.write(`${JSON.stringify({ channel: text, channelId: id, state, reason: refused })}\n`);
      else if (refused === null) {
        process.stdout.write(
          purge
            ? `${id} is no longer tracked, and nothing that was known of it is left.\n`
            : `${id} is no longer tracked. What was collected stays; --purge removes it.\n`,
        );
      }
    }
  });
}

/** Of a video that somebody had asked for by `viewcurve import videos` or the API. */
async function endFollowing(db: Db, id: VideoId, json: boolean): Promise<void> {
  const [unfollowed] = await unfollowVideos(db, [id]);
  const refused = unfollowed === undefined ? "Nobody has asked for this video to be followed." : null;
  if (refused !== null) fail(`${id}: ${refused}`);
  const state = refused === null ? "unfollowed" : "refused";
  if (json) process.stdout.write(`${JSON.stringify({ videoId: id, state, reason: refused })}\n`);
  else if (refused === null) {
    process.stdout.write(
      `${id} is no longer followed. What was collected stays; it goes on being sampled if its channel is tracked or a watch holds it.\n`,
    );
  }
}

async function knownId(db: Db, text: string): Promise<ChannelId | null> {
  const ref = parseChannelRef(text);
  if (ref?.kind !== "handle") return ref?.id ?? null;
  const row = await db.selectFrom("channel").select("id").where("handle", "=", ref.handle).executeTakeFirst();
  return (row?.id as ChannelId | undefined) ?? null;
}

/** Why it could not be done; `null` when it is. */
async function end(db: Db, id: ChannelId, purge: boolean): Promise<string | null> {
  if (!purge) return (await untrackChannel(db, id)) ? null : "It is not tracked.";
  const requested = await requestPurge(db, id, systemClock.now());
  switch (requested.kind) {
    case "requested":
      await awaitPurge(db, id);
      return null;
    case "unknown":
      return "Nothing is known of it.";
    case "awaited":
      return "Somebody has asked for it to be tracked, and it is being looked up: try again when that is answered.";
    case "watched":
      return `The watch ${requested.watchId} (${requested.name}) searches it and would find it again: remove that first.`;
  }
}

async function awaitPurge(db: Db, id: ChannelId): Promise<void> {
  const holder = `${hostname()} ${process.pid} ${randomBytes(4).toString("hex")}`;
  while ((await listPurges(db)).includes(id)) {
    const lease = await takeLease(db, holder, LEASE_TERM, systemClock.now());
    if (lease) await purgeHere(db, lease, id);
    else await systemClock.until(plus(systemClock.now(), POLL));
  }
}

async function purgeHere(db: Db, taken: Lease, id: ChannelId): Promise<void> {
  for (let lease: Lease | null = taken; lease; ) {
    const ids = await nextPurged(db, id);
    await deleteSnapshotsOf(db, ids);
    lease = await renewLease(db, lease, LEASE_TERM, systemClock.now());
    if (!lease) return;
    const step = await purgeStep(db, lease, id, ids);
    if (step.kind === "removed") continue;
    await releaseLease(db, lease);
    return;
  }
}
