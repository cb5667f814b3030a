import { sql } from "kysely";
import { type Candidate, type Likeness, mostAlike } from "#domain/tag-likeness.ts";
import type { Db } from "#storage/database.ts";
import { ONE_PLAN } from "#storage/sql/prepared-statements.ts";
import { newestTagged } from "#storage/tags/tag-picks.ts";
import type { VideoSubject } from "./video-subject.ts";

/** So many of a video's tags, its rarest, are looked up: what is much like it shares one of them. */
const TAGS_PROBED = 3;

/** So many of the newest videos of each are compared, so that a tag of a hundred thousand costs no more than another. */
const VIDEOS_A_TAG = 100;

/** A tag that two videos share: as it is written, and how many videos carry it. */
interface SharedTag {
  readonly tag: string;
  readonly videos: number;
}

interface SimilarVideo extends Omit<Likeness, "shared"> {
  readonly shared: readonly SharedTag[];
}

/** What was compared to find them. */
export interface Similar {
  readonly videos: readonly SimilarVideo[];
  /** The tags whose newest videos were looked at, and how many videos that were. */
  readonly probed: readonly SharedTag[];
  readonly compared: number;
}

/** The videos most like one by their tags, the likest first: at most `limit`, none where no other video has a tag of it. */
export async function readSimilar(db: Db, video: VideoSubject, limit: number): Promise<Similar> {
  const tags = await readTags(db, video.tagKeys);
  const byKey = new Map(tags.map(({ key, ...tag }) => [key, tag]));
  const rarest = tags.slice(0, TAGS_PROBED);
  const found = await Promise.all(rarest.map(({ key }) => newestTagged(db, key, VIDEOS_A_TAG)));
  const ids = new Set(found.flat());
  ids.delete(video.id);
  const candidates = await readCandidates(db, [...ids]);
  const counts = new Map(tags.map(({ key, videos }) => [key, videos]));
  return {
    videos: mostAlike(candidates, counts, video.channelId, limit).map(({ shared, ...alike }) => ({
      ...alike,
      shared: shared.flatMap((key) => byKey.get(key) ?? []),
    })),
    probed: rarest.map(({ key: _, ...tag }) => tag),
    compared: candidates.length,
  };
}

/** Those of some tags that more than one video carries, the rarest first. */
async function readTags(db: Db, keys: readonly string[]): Promise<readonly (SharedTag & { readonly key: string })[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<SharedTag & { key: string }>`
    select ${ONE_PLAN} tag as key, label as tag, videos from tag
    where tag = any(${[...keys]}::text[]) and videos > 1 order by videos, tag`.execute(db);
  return rows;
}

/** In the order of the ids. */
async function readCandidates(db: Db, ids: readonly string[]): Promise<readonly Candidate[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Candidate>`
    select ${ONE_PLAN} id, channel_id as "channelId", tag_keys as "tagKeys" from video
    where id = any(${[...ids]}::text[])`.execute(db);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
