import { sql } from "kysely";
import { Chance } from "#simulation/random.ts";
import type { Db } from "#storage/database.ts";
import type { KeptConnection } from "./api-client.ts";
import type { ApiSet } from "./api-set.ts";
import type { Shape } from "./api-shapes.ts";

const NEWEST = "/api/v1/videos?sort=-publishedAt";
const PAGES = 100;

interface Page {
  readonly items: readonly { readonly id: string }[];
  readonly next: string | null;
}

/** The pages that follow one another from the newest on, and those after half a million rows, by their cursors. */
export async function drawPages(db: Db, set: ApiSet, client: KeptConnection): Promise<readonly Shape[]> {
  const next: string[] = [];
  for (let path = NEWEST; next.length < PAGES; path = next.at(-1) ?? NEWEST) {
    next.push(`${NEWEST}&cursor=${(await pageOf(client, path)).next}`);
  }
  const first = (await pageOf(client, NEWEST)).next ?? "";
  const chance = new Chance(59);
  const deep: string[] = [];
  const half = set.videos / 2;
  while (deep.length < PAGES)
    deep.push(await pageAfter(db, client, first, chance.integer(half, Math.floor(half * 1.05))));
  return [
    { name: "next", paths: next },
    { name: "deep", paths: deep },
  ];
}

async function pageOf(client: KeptConnection, path: string): Promise<Page> {
  const { status, body } = await client.get(path);
  if (status !== 200) throw new Error(`${path} answered ${status}: ${body}`);
  return JSON.parse(body) as Page;
}

/**
 * The page after so many rows. Walking there would take 10,000 pages, so a cursor of the walk is given another position:
 * SQL tells which video stands there, and the page that comes back must begin with the one after it.
 */
async function pageAfter(db: Db, client: KeptConnection, cursor: string, rows: number): Promise<string> {
  const { rows: found } = await sql<{ id: string; at: number }>`
    select video_id as id, published_at as at from video_counter where published_at is not null
    order by published_at desc, video_id desc offset ${rows - 1}::int limit 2`.execute(db);
  const [last, following] = found;
  const parts: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
  if (!last || !following || !Array.isArray(parts))
    throw new Error("a cursor is not what it was: see src/api/http/cursor.ts");
  const moved = [parts[0], last.at, last.id];
  const path = `${NEWEST}&cursor=${Buffer.from(JSON.stringify(moved)).toString("base64url")}`;
  const page = await pageOf(client, path);
  if (page.items[0]?.id !== following.id) throw new Error(`the page after ${rows} rows begins with another video`);
  return path;
}
