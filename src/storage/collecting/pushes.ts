import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import { type Duration, type Instant, inSeconds, seconds } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";
import { rowSet } from "#storage/sql/row-set.ts";
import { inTransaction } from "#storage/sql/transaction.ts";
import { bumpPlanningChange } from "./planning-changes.ts";

/** What arrived at a channel's callback, as it is kept until the collector takes it. */
export type Arrival =
  | { readonly kind: "verified"; readonly lease: Duration | null }
  | { readonly kind: "denied"; readonly reason: string }
  /** A message as the hub sent it, decoded and not yet read. */
  | { readonly kind: "pushed"; readonly body: string };

/** An arrival in the table; channel and digest name it. */
export interface WaitingPush {
  readonly channelId: ChannelId;
  readonly digest: Buffer | Uint8Array;
  readonly receivedAt: Instant;
  readonly arrival: Arrival;
}

/** Whether a channel is tracked: only then is anything wanted of the hub. */
export async function isTracked(db: Db, channelId: ChannelId): Promise<boolean> {
  const row = await db
    .selectFrom("channel")
    .select("id")
    .where("id", "=", channelId)
    .where("state", "=", "tracked")
    .executeTakeFirst();
  return row !== undefined;
}

/** Keeps an arrival for the collector and tells it. One that waits already changes nothing: then `false`. */
export async function keepArrival(db: Db, channelId: ChannelId, arrival: Arrival, now: Instant): Promise<boolean> {
  const message = JSON.stringify(messageOf(arrival));
  const digest = createHash("sha256").update(`${arrival.kind} ${message}`).digest();
  return inTransaction(db, async (trx) => {
    const kept = await trx
      .insertInto("push")
      .values({ channel_id: channelId, digest, received_at: at(now), kind: arrival.kind, message })
      .onConflict((conflict) => conflict.doNothing())
      .returning("channel_id")
      .executeTakeFirst();
    if (kept) await bumpPlanningChange(trx);
    return kept !== undefined;
  });
}

/** The arrivals that wait, oldest first, at most `limit`. */
export async function listWaitingPushes(db: Db, limit: number): Promise<readonly WaitingPush[]> {
  const rows = await db
    .selectFrom("push")
    .selectAll()
    .orderBy("received_at")
    .orderBy("channel_id")
    .orderBy("digest")
    .limit(limit)
    .execute();
  return rows.map(({ channel_id, digest, received_at, kind, message }) => ({
    channelId: channel_id as ChannelId,
    digest,
    receivedAt: received_at,
    arrival: arrivalOf(kind, message as Message),
  }));
}

/** Takes arrivals out of the table, in the transaction that records what followed from them. */
export async function deletePushes(
  trx: Db,
  taken: readonly Pick<WaitingPush, "channelId" | "digest">[],
): Promise<void> {
  const rows = taken.map(({ channelId, digest }) => ({
    channel_id: channelId as string,
    digest: Buffer.from(digest).toString("hex"),
  }));
  await sql`
    delete from push p using ${rowSet("i", rows, { channel_id: "text", digest: "text" })}
    where p.channel_id = i.channel_id and p.digest = decode(i.digest, 'hex')`.execute(trx);
}

/** An arrival as JSON. The kind has a column of its own. */
type Message = { readonly leaseSeconds: number | null } | { readonly reason: string } | { readonly body: string };

function messageOf(arrival: Arrival): Message {
  switch (arrival.kind) {
    case "verified":
      return { leaseSeconds: arrival.lease === null ? null : inSeconds(arrival.lease) };
    case "denied":
      return { reason: storable(arrival.reason) };
    case "pushed":
      return { body: storable(arrival.body) };
  }
}

function arrivalOf(kind: Arrival["kind"], message: Message): Arrival {
  if (kind === "verified" && "leaseSeconds" in message) {
    return { kind, lease: message.leaseSeconds === null ? null : seconds(message.leaseSeconds) };
  }
  if (kind === "denied" && "reason" in message) return { kind, reason: message.reason };
  if (kind === "pushed" && "body" in message) return { kind, body: message.body };
  throw new Error(`a push of kind ${kind} holds something else`);
}

/** PostgreSQL's JSON holds neither NUL nor half a surrogate pair. */
const storable = (text: string): string => text.replaceAll("\0", "\uFFFD").toWellFormed();
