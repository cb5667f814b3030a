import { sql } from "kysely";
import type { DiscoveryStep, FoundChannel, ShownCategory } from "#domain/discovery-step.ts";
import type { Settlement } from "#domain/settlement.ts";
import type { Instant } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";
import { isoOrNull, rowSet } from "#storage/sql/row-set.ts";

/** Writes how far discoveries have come, and what is known now of the channels that they met. */
export async function writeDiscoveries(trx: Db, settlement: Settlement): Promise<void> {
  await writeFoundChannels(trx, settlement.foundChannels, settlement.at);
  await writeShownCategories(trx, settlement.shownCategories, settlement.at);
  await writeTrackRequests(trx, settlement);
  for (const step of settlement.discoverySteps) await writeStep(trx, step, settlement.at);
}

/** What was spent is not written: that was counted with the charge. A discovery that was removed meanwhile is let be. */
async function writeStep(trx: Db, step: DiscoveryStep, when: Instant): Promise<void> {
  const { discoveryId, memory, yields } = step;
  const { rows } = await sql`
    update discovery_progress p set going = ${memory.going}::float8, chance = ${memory.chance}::integer
    from discovery d
    where p.discovery_id = ${discoveryId} and d.id = p.discovery_id and d.state <> 'removed'
    returning d.id`.execute(trx);
  if (rows.length === 0) return;
  await writeNodes(trx, step);
  await writeClasses(trx, step);
  await writeChannels(trx, step, when);
  if (yields.length === 0) return;
  const columns = {
    source: "text",
    pages: "bigint",
    closed: "bigint",
    shown: "bigint",
    fresh: "bigint",
    fitting: "bigint",
  };
  await sql`
    insert into discovery_source (discovery_id, source, pages, closed, shown, fresh, fitting)
    select ${discoveryId}, source, pages, closed, shown, fresh, fitting from ${rowSet("i", yields, columns)}
    on conflict (discovery_id, source) do update set pages = excluded.pages, closed = excluded.closed,
      shown = excluded.shown, fresh = excluded.fresh, fitting = excluded.fitting`.execute(trx);
}

async function writeNodes(trx: Db, { discoveryId, memory }: DiscoveryStep): Promise<void> {
  if (memory.nodes.length === 0) return;
  const rows = memory.nodes.map(({ node, foundBefore, isOpen, pageToken, readOn, ...counts }) => ({
    ...node,
    ...counts,
    found_before: foundBefore,
    is_open: isOpen,
    page_token: pageToken,
    read_on: readOn,
  }));
  const incoming = rowSet("i", rows, {
    source: "text",
    subject: "text",
    traits: "text[]",
    seen: "integer",
    pages: "integer",
    rounds: "integer",
    described: "integer",
    fitting: "integer",
    found: "integer",
    found_before: "integer",
    is_open: "boolean",
    page_token: "text",
    read_on: "date",
  });
  await sql`
    insert into discovery_node (discovery_id, source, subject, traits, seen, pages, rounds, described, fitting, found,
      found_before, is_open, page_token, read_on)
    select ${discoveryId}, source, subject, traits, seen, pages, rounds, described, fitting, found, found_before,
      is_open, page_token, read_on
    from ${incoming}
    on conflict (discovery_id, source, subject) do update set traits = excluded.traits, seen = excluded.seen,
      pages = excluded.pages, rounds = excluded.rounds, described = excluded.described, fitting = excluded.fitting,
      found = excluded.found, found_before = excluded.found_before, is_open = excluded.is_open,
      page_token = excluded.page_token, read_on = excluded.read_on`.execute(trx);
}

async function writeClasses(trx: Db, { discoveryId, memory }: DiscoveryStep): Promise<void> {
  if (memory.classes.length === 0) return;
  const columns = { measure: "text", class: "text", sum: "float8", weight: "float8" };
  await sql`
    insert into discovery_class (discovery_id, measure, class, sum, weight)
    select ${discoveryId}, measure, class, sum, weight from ${rowSet("i", memory.classes, columns)}
    on conflict (discovery_id, measure, class) do update set sum = excluded.sum, weight = excluded.weight`.execute(trx);
}

/** Where a channel was met first, and when, is written once. */
async function writeChannels(trx: Db, { discoveryId, memory, marks }: DiscoveryStep, when: Instant): Promise<void> {
  const rows = [
    ...memory.channels.map(({ id, seen, fits, hint, path, shownBy }) => {
      const { metBy = "seed", unmet = null } = marks[id] ?? {};
      return { channel: id, owner: null, seen, fits, unmet, source: metBy, hint, path, shown_by: shownBy };
    }),
    ...memory.handles.map(([handle, owner]) => {
      const { metBy = "seed" } = marks[handle] ?? {};
      const nothing = { seen: 0, fits: null, unmet: null, hint: "none", path: [], shown_by: [] };
      return { ...nothing, channel: handle, owner, source: metBy };
    }),
  ];
  if (rows.length === 0) return;
  const incoming = rowSet("i", rows, {
    channel: "text",
    owner: "text",
    seen: "integer",
    fits: "boolean",
    unmet: "text[]",
    source: "text",
    hint: "text",
    path: "text[]",
    shown_by: "text[]",
  });
  await sql`
    insert into discovery_channel as c (discovery_id, channel, owner, seen, fits, unmet, source, first_at, settled_at,
      hint, path, shown_by)
    select ${discoveryId}, channel, owner, seen, fits, coalesce(unmet, '{}'), source, ${at(when)},
      case when fits is not null then ${at(when)} end, hint, path, shown_by
    from ${incoming}
    on conflict (discovery_id, channel) do update set owner = excluded.owner, seen = excluded.seen, fits = excluded.fits,
      unmet = case when c.fits is null then excluded.unmet else c.unmet end,
      settled_at = coalesce(c.settled_at, excluded.settled_at),
      hint = excluded.hint, path = excluded.path, shown_by = excluded.shown_by`.execute(trx);
}

/** A description replaces what was known before, also that there is nobody. */
async function writeFoundChannels(trx: Db, found: readonly FoundChannel[], when: Instant): Promise<void> {
  if (found.length === 0) return;
  const rows = found.map((channel) => ({
    channel_id: channel.id,
    gone: channel.gone,
    title: channel.title,
    handle: channel.handle,
    thumbnail_url: channel.thumbnailUrl,
    published_at: isoOrNull(channel.publishedAt),
    country: channel.country,
    language: channel.language,
    language_by: channel.languageBy,
    categories: channel.categories,
    subscribers: channel.subscribers,
    views: channel.views,
    video_count: channel.videoCount,
  }));
  const incoming = rowSet("i", rows, {
    channel_id: "text",
    gone: "boolean",
    title: "text",
    handle: "text",
    thumbnail_url: "text",
    published_at: "timestamptz",
    country: "text",
    language: "text",
    language_by: "text",
    categories: "text[]",
    subscribers: "bigint",
    views: "bigint",
    video_count: "bigint",
  });
  await sql`
    insert into found_channel as f (channel_id, noted_at, described_at, gone, title, handle, thumbnail_url, published_at,
      country, language, language_by, categories, subscribers, views, video_count)
    select channel_id, ${at(when)}, ${at(when)}, gone, title, handle, thumbnail_url, published_at, country, language,
      language_by, categories, subscribers, views, video_count
    from ${incoming}
    on conflict (channel_id) do update set noted_at = excluded.noted_at, described_at = excluded.described_at,
      gone = excluded.gone, title = excluded.title, handle = excluded.handle, thumbnail_url = excluded.thumbnail_url,
      published_at = excluded.published_at, country = excluded.country, language = excluded.language,
      language_by = excluded.language_by, categories = excluded.categories, subscribers = excluded.subscribers,
      views = excluded.views, video_count = excluded.video_count`.execute(trx);
}

/** Adds a category to what is known of channels: what YouTube said of them is as old as before. */
async function writeShownCategories(trx: Db, shown: readonly ShownCategory[], when: Instant): Promise<void> {
  if (shown.length === 0) return;
  const rows = [...new Map(shown.map(({ id, category }) => [id, { channel_id: id, category }])).values()];
  await sql`
    insert into found_channel as f (channel_id, noted_at, shown_categories)
    select channel_id, ${at(when)}, array[category]
    from ${rowSet("i", rows, { channel_id: "text", category: "text" })}
    on conflict (channel_id) do update set shown_categories = f.shown_categories || excluded.shown_categories
    where not f.shown_categories @> excluded.shown_categories`.execute(trx);
}

/** As people ask (track-requests.ts); a channel that is tracked or asked for already is left as it is. */
async function writeTrackRequests(trx: Db, { trackRequests }: Settlement): Promise<void> {
  for (const { ref, requestedAt, weight, watched } of trackRequests) {
    if (ref.kind !== "id") continue;
    await sql`
      insert into track_request (ref, requested_at, weight, watched, state)
      select ${ref.id}, ${at(requestedAt)}, ${weight}::real, ${watched}, 'waiting'
      where not exists (select from channel where id = ${ref.id} and state = 'tracked')
      on conflict (ref) do update set state = 'waiting', requested_at = excluded.requested_at, weight = excluded.weight,
        watched = excluded.watched, reason = null, settled_at = null
      where track_request.state = 'refused'`.execute(trx);
  }
}
