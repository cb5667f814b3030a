import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TermQuery, tagTerm } from "#domain/search-terms.ts";
import { wordsIn } from "#domain/search-words.ts";
import { foldTag } from "#domain/video.ts";
import { parseCsv } from "#simulation/csv.ts";
import type { Db } from "#storage/database.ts";
import { engines, inRollback, openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { asked } from "./search-questions.ts";
import { Recorder, trackedVideo, videoDescription, videoId } from "./settlements.ts";

/** Charts of these regions, where the data is: titles in their languages, and in many others. */
const REGIONS = ["JP", "KR", "IN", "SA", "DE", "BR", "US"];
const FOLDER = new URL("../../../shared/data/trending/", import.meta.url);
const VIDEOS_A_REGION = 30;

interface RealVideo {
  readonly title: string;
  readonly tags: readonly string[];
}

function realVideos(region: string): readonly RealVideo[] {
  const text = gunzipSync(readFileSync(new URL(`${region}.csv.gz`, FOLDER))).toString("utf8");
  const byId = new Map<string, RealVideo>();
  // A row a day a video: some thousand rows hold enough different ones.
  for (const row of parseCsv(text.slice(0, text.lastIndexOf("\n")))) {
    if (byId.size >= VIDEOS_A_REGION) break;
    const tags = (row["tags"] ?? "").split(", ").filter((tag) => tag !== "");
    byId.set(row["video_id"] ?? "", { title: row["title"] ?? "", tags });
  }
  return [...byId.values()].filter(({ title }) => title !== "");
}

async function idsOf(db: Db, query: TermQuery): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select video_id as id from video_search where terms @@ ${query}::tsquery order by video_id`.execute(db);
  return rows.map(({ id }) => id);
}

const plain = (text: string): string => text.normalize("NFKC").toLowerCase();

describe.skipIf(!existsSync(FOLDER)).each(engines)("real titles and tags in many languages, on %s", (engine) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase(engine);
  });
  afterAll(() => test.close());

  it("are found by their words, their parts and their whole tags, and by nobody else's", () =>
    inRollback(test.db, async (db) => {
      const recorder = await Recorder.open(db);
      const videos = REGIONS.flatMap(realVideos);
      expect(videos.length).toBeGreaterThan(150);
      await recorder.record({
        videos: videos.map((_, n) => trackedVideo(n)),
        sightingSource: "chart",
        descriptions: videos.map((video, n) => videoDescription(n, { ...video, description: "" })),
      });
      const holding = (holds: (text: string) => boolean) =>
        videos.flatMap(({ title, tags }, n) => ([title, ...tags].some(holds) ? [videoId(n)] : []));
      for (const [n, { title, tags }] of videos.entries()) {
        const words = wordsIn(title);
        expect(await idsOf(db, asked(`"${title.replaceAll(/["“”„]/g, " ")}"`)), title).toContain(videoId(n));
        for (const word of words.slice(0, 2)) {
          const text = word.kind === "whole" ? word.text : word.characters.slice(0, 3).join("");
          const expected =
            word.kind === "whole"
              ? holding((other) => wordsIn(other).some((found) => found.kind === "whole" && found.text === text))
              : holding((other) => plain(other).includes(text));
          expect(await idsOf(db, asked(text)), text).toEqual(expected);
        }
        for (const tag of tags.slice(0, 1)) {
          const expected = videos.flatMap((video, m) =>
            video.tags.some((other) => foldTag(other) === foldTag(tag)) ? [videoId(m)] : [],
          );
          expect(await idsOf(db, tagTerm(tag)), tag).toEqual(expected);
        }
      }
    }));
});
