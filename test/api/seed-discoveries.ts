import { sql } from "kysely";
import type { DiscoveryId } from "#domain/discovery.ts";
import { days, hours, minus } from "#domain/time.ts";
import { at, type Db } from "#storage/database.ts";
import { addDiscovery } from "#storage/discoveries/discoveries.ts";
import { NOW } from "./now.ts";
import { CHANNELS } from "./seed.ts";

/** Channels that the seeded discovery has found to match: enough for an estimate of how many there are. */
export const SEEDED_MATCHING = 40;
/** And those that are described and do not match, or wait. */
export const SEEDED_OTHERS = 12;

export const seededChannelId = (n: number): string => `UCfound${String(n).padStart(17, "0")}`;

/** Its name would be a formula in a spreadsheet. */
const HOSTILE_TITLE = '=HYPERLINK("http://x")';

/**
 * A discovery that has looked for two days: it has spent 240 units and 6 searches, 40 of them and 1 today, found channels by four
 * sources, and rests because nothing is expected to bring what a unit must.
 */
export async function seedDiscovery(db: Db): Promise<DiscoveryId> {
  const createdAt = minus(NOW, days(2));
  const id = await addDiscovery(
    db,
    {
      name: "German lessons",
      filters: { language: "de", categories: ["27"], subscribersMin: 1_000, subscribersMax: 100_000 },
      seeds: { terms: ["mathe einfach erklärt"], channels: [{ kind: "handle", handle: "@lehrerschmidt" }] },
      regions: [],
      sources: ["search", "chart", "subscriptions", "featured", "commenters", "uploads"],
      budget: { unitsPerDay: 200, searchesPerDay: 5 },
      floor: 0.01,
      until: 50_000,
      onFound: { kind: "list" },
      paused: false,
    },
    createdAt,
  );
  await db
    .updateTable("discovery_progress")
    .set({
      going: 0.008,
      resting: "floor",
      resting_why: "Nothing is expected to bring 0.01 new channels a unit. New charts, seeds or a lower floor wake it.",
      resting_since: at(minus(NOW, hours(1))),
    })
    .where("discovery_id", "=", id)
    .execute();
  const day = (date: string, units: number, searches: number) => ({
    ...{ discovery_id: id, day: date, units, searches, units_at: at(minus(NOW, hours(2))) },
    searches_at: null,
  });
  await db
    .insertInto("discovery_day")
    .values([day("2026-11-19", 200, 5), day("2026-11-20", 40, 1)])
    .execute();
  const brought = (source: string, pages: number, closed: number, shown: number, fresh: number, fitting: number) => ({
    ...{ discovery_id: id, source, pages, closed, shown, fresh, fitting },
  });
  await db
    .insertInto("discovery_source")
    .values([
      brought("search", 6, 0, 280, 20, 18),
      brought("chart", 20, 0, 900, 12, 4),
      brought("subscriptions", 150, 90, 2_400, 14, 12),
      brought("featured", 20, 1, 60, 6, 5),
      brought("seed", 0, 0, 0, 1, 1),
    ])
    .execute();
  await seedNodes(db, id);
  await seedFound(db, id);
  return id;
}

const seedNodes = (db: Db, id: DiscoveryId): Promise<unknown> =>
  db
    .insertInto("discovery_node")
    .values(
      [
        ["search", "mathe einfach erklärt", true],
        ["chart", "DE 27", false],
        ["subscriptions", seededChannelId(0), true],
        ["subscriptions", seededChannelId(1), true],
      ].map(([source, subject, open]) => ({
        ...{
          discovery_id: id,
          source: String(source),
          subject: String(subject),
          traits: ["fits"],
          is_open: open === true,
        },
        ...{ seen: 1, pages: 0, rounds: 0, described: 0, fitting: 0, found: 0, found_before: 0 },
      })),
    )
    .execute();

async function seedFound(db: Db, id: DiscoveryId): Promise<void> {
  const numbers = Array.from({ length: SEEDED_MATCHING + SEEDED_OTHERS }, (_, n) => n);
  const fitsOf = (n: number) => (n < SEEDED_MATCHING ? true : n < SEEDED_MATCHING + 8 ? false : null);
  await db
    .insertInto("discovery_channel")
    .values(
      numbers.map((n) => ({
        discovery_id: id,
        channel: n === 3 ? (CHANNELS[0] ?? "") : seededChannelId(n),
        seen: n < 5 ? 9 - n : (n % 3) + 1,
        fits: fitsOf(n),
        unmet: fitsOf(n) === false ? ["size"] : [],
        source: n === 0 ? "seed" : (["search", "subscriptions", "featured"][n % 3] ?? ""),
        first_at: at(minus(NOW, hours(30 - (n % 24)))),
        settled_at: fitsOf(n) === null ? null : at(minus(NOW, hours(29 - (n % 24)))),
        ...{ hint: "same", path: [], shown_by: [] },
      })),
    )
    .execute();
  // A handle that was shown, and nobody asked for yet.
  await sql`
    insert into discovery_channel (discovery_id, channel, seen, source, first_at, hint)
    values (${id}, '@somebody', 1, 'uploads', ${at(minus(NOW, hours(3)))}, 'none')`.execute(db);
  await db
    .insertInto("found_channel")
    .values(
      numbers
        .filter((n) => fitsOf(n) !== null)
        .map((n) => ({
          channel_id: n === 3 ? (CHANNELS[0] ?? "") : seededChannelId(n),
          gone: false,
          noted_at: at(minus(NOW, hours(29))),
          described_at: at(minus(NOW, hours(29))),
          title: n === 20 ? HOSTILE_TITLE : `Lernen mit Kanal ${n}`,
          handle: n === 2 ? null : `@kanal${n}`,
          country: n % 2 === 0 ? "DE" : "AT",
          language: "de",
          language_by: n % 5 === 0 ? ("text" as const) : ("said" as const),
          categories: ["27"],
          shown_categories: n % 4 === 0 ? ["28"] : [],
          subscribers: n === 2 ? null : fitsOf(n) ? 1_000 + n * 700 : 5_000_000,
          views: 100_000 * (n + 1),
          video_count: 10 + n,
        })),
    )
    .execute();
}
