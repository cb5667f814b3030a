import { sql } from "kysely";
import type { ChannelId } from "#domain/channel.ts";
import { MILESTONE_AGES } from "#domain/milestone.ts";
import { type Duration, hours, type Instant, minus, plus } from "#domain/time.ts";
import type { TrackedVideo } from "#domain/tracked.ts";
import { TYPICAL_AGES } from "#domain/typical.ts";
import { ageAt } from "#domain/video.ts";
import { at, type Db } from "#storage/database.ts";
import { MATURE_AGE } from "./score-formulas.ts";

/** A busy channel has a milestone every few minutes, and what is usual hardly moves in an hour. */
const TYPICAL_DELAY: Duration = hours(1);

/** Asks for what is usual to be taken anew in an hour; a channel that waits already is asked for once. */
export async function enqueueTypicals(trx: Db, channelIds: readonly ChannelId[], now: Instant): Promise<void> {
  if (channelIds.length === 0) return;
  const due = at(plus(now, TYPICAL_DELAY));
  await sql`
    insert into task (kind, subject, state, not_before, created_at, updated_at)
    select 'typical', id, 'waiting', ${due}, ${at(now)}, ${at(now)}
    from unnest(${[...new Set(channelIds)].sort()}::text[]) as id
    on conflict (kind, subject) do update
    set state = 'waiting', not_before = excluded.not_before, updated_at = excluded.updated_at
    where task.state = 'done'`.execute(trx);
}

/** The channels of those videos that a milestone lies behind since the sample before. */
export const channelsPastMilestone = (videos: readonly TrackedVideo[]): readonly ChannelId[] => [
  ...new Set(videos.filter(isPastMilestone).map(({ channelId }) => channelId)),
];

function isPastMilestone({ startAt, last, previous }: TrackedVideo): boolean {
  if (startAt === null || last === null) return false;
  const age = ageAt(startAt, last.at);
  // The only sample of an old video says nothing of any age at which videos are compared.
  if (age > (TYPICAL_AGES.at(-1) ?? 0)) return false;
  const before = previous === null ? 0 : ageAt(startAt, previous.at);
  return MILESTONE_AGES.some((milestone) => before < milestone && milestone <= age);
}

/** The channels for which it is time to take anew what is usual, longest waiting first. */
export async function listTypicalTasks(db: Db, now: Instant, limit: number): Promise<readonly ChannelId[]> {
  const rows = await db
    .selectFrom("task")
    .select("subject")
    .where("kind", "=", "typical")
    .where("state", "=", "waiting")
    .where("not_before", "<=", at(now))
    .orderBy("not_before")
    .orderBy("subject")
    .limit(limit)
    .execute();
  return rows.map(({ subject }) => subject as ChannelId);
}

/** Asks for every tracked channel with young videos for which it was last taken before `olderThan`, or never. */
export async function enqueueStaleTypicals(db: Db, olderThan: Instant, now: Instant): Promise<void> {
  await sql`
    insert into task (kind, subject, state, not_before, created_at, updated_at)
    select 'typical', c.id, 'waiting', ${at(now)}, ${at(now)}, ${at(now)}
    from channel c left join task t on t.kind = 'typical' and t.subject = c.id
    where c.state = 'tracked' and (t.state is null or (t.state = 'done' and t.updated_at < ${at(olderThan)}))
      and exists (
        select from video_counter v
        where v.channel_id = c.id and v.published_at > ${at(minus(now, MATURE_AGE))}
      )
    order by c.id
    on conflict (kind, subject) do update
    set state = 'waiting', not_before = excluded.not_before, updated_at = excluded.updated_at
    where task.state = 'done'`.execute(db);
}
