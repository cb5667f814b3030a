import { sql } from "kysely";
import { systemClock } from "#clock.ts";
import { readState } from "#collector/read-state.ts";
import type { Instant } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";
import { temporaryDirectory } from "#storage/embedded/temporary-directory.ts";
import { openStore } from "../src/main-store.ts";
import { channelsOf, LIFE } from "./scale-population.ts";

/** How long it takes to rebuild planning's state from an embedded database that holds so many live videos, in seconds. */
export async function rebuildSeconds(videos: number, now: Instant): Promise<number> {
  const store = await openStore({
    databaseUrl: null,
    dataDirectory: await temporaryDirectory(),
    kind: "virtual",
    now,
    log: () => undefined,
    disposable: true,
  });
  if (store.kind === "refused") throw new Error(store.message);
  try {
    await populate(store.db, videos, now);
    const from = systemClock.now();
    const state = await readState(store.db, async () => undefined);
    const took = (systemClock.now() - from) / 1000;
    if (state.videos.slotOf.size !== videos) throw new Error(`${state.videos.slotOf.size} of ${videos} were read back`);
    return took;
  } finally {
    await store.close();
  }
}

/** Stores videos of the same kind as the population that is planned in memory, straight into the tables. */
async function populate(db: Db, videos: number, now: Instant): Promise<void> {
  const channels = channelsOf(videos);
  const life = LIFE / 1000;
  await sql`insert into channel (id, state, title, description, weight, tracked_since, described_at, uploads_playlist_id)
    select 'UC' || lpad(n::text, 22, '0'), 'tracked', '', '', 1, ${at(now)}, ${at(now)}, 'UU' || lpad(n::text, 22, '0')
    from generate_series(0, ${channels - 1}::int) n`.execute(db);
  await sql`insert into video (id, channel_id, first_seen_at, source, published_at, described_at, format, title, description)
    select left(translate(encode(sha256(n::text::bytea), 'base64'), '+/', '-_'), 11),
      'UC' || lpad((n % ${channels}::int)::text, 22, '0'),
      start_at + interval '2 minutes', 'push', start_at, start_at + interval '3 minutes', 'long',
      repeat('title ', 8), repeat(md5(n::text), 25)
    from generate_series(0, ${videos - 1}::int) n,
      lateral (select ${at(now)} - ${life}::float8 * (n + 1) / ${videos}::int * interval '1 second' as start_at) s`.execute(
    db,
  );
  await sql`insert into video_counter (video_id, shard, channel_id, start_at, views, likes, comments, captured_at,
      previous_views, previous_at, describe_at, describe_why)
    select id, 0, channel_id, published_at, 1000, 10, 1, ${at(now)} - (${at(now)} - published_at) / 9.0,
      900, ${at(now)} - (${at(now)} - published_at) / 5.0, published_at + interval '26.5 days', 'refresh'
    from video`.execute(db);
  // As autovacuum leaves tables behind: without it the first reader would rewrite every page.
  await sql`vacuum analyze`.execute(db);
}
