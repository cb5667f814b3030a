import { Readable } from "node:stream";
import { z } from "zod";
import { type Api, problemResponses } from "#api/app-type.ts";
import { csvOfParts, sendExport, textResponse } from "#api/files/export-stream.ts";
import { isoOrNull } from "#api/http/iso.ts";
import { cutPage, pageStart } from "#api/http/paging.ts";
import { cursor, limit, nothing, sortBy, sortParts, watchId } from "#api/http/params.ts";
import { sendProblem } from "#api/http/problem.ts";
import { columnsOf } from "#api/http/table-twin.ts";
import type { Clock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import { type Instant, instant } from "#domain/time.ts";
import type { WatchId } from "#domain/watch.ts";
import type { Db } from "#storage/database.ts";
import type { Position } from "#storage/sql/keyset.ts";
import { listWatchVideos, readWatch, WATCH_VIDEO_SORTS, type WatchVideoSort } from "#storage/watches/watch-reads.ts";
import { listPagesOfRuns, listRuns, type StoredPage, streamPages } from "#storage/watches/watch-runs.ts";
import { unknownWatch } from "./watches.ts";
import { type RunsPage, runsPage, type WatchVideo, watchVideoPage } from "./watches-contract.ts";

/** Sorts whose values no further run changes, so that their pages visit each video exactly once. */
const STEADY_SORTS: readonly string[] = ["firstSeenAt", "publishedAt"];

const params = z.strictObject({ id: watchId });
const runsQuery = z.strictObject({ limit, cursor });
const videosExportQuery = z.strictObject({
  sort: sortBy<WatchVideoSort>(WATCH_VIDEO_SORTS).default("-firstSeenAt"),
});
const videosQuery = videosExportQuery.extend({ limit, cursor });

/** Enough that round trips do not matter. */
const VIDEOS_A_PART = 1000;
const VIDEO_COLUMNS = columnsOf(watchVideoPage.shape.items.element);
const RUN = runsPage.shape.items.element;
const RUN_COLUMNS = columnsOf(RUN.pick({ runAt: true }).extend(RUN.shape.pages.element.shape));

/** What a watch was answered, run by run and video by video. All of it stays when the watch is removed. */
export function watchRunRoutes(app: Api, deps: { db: Db; patient: Db; clock: Clock }): void {
  const { db, patient, clock } = deps;
  const isKnown = async (id: WatchId): Promise<boolean> => (await readWatch(db, id, clock.now())) !== undefined;

  app.get(
    "/watches/:id/runs",
    {
      schema: {
        operationId: "listRuns",
        summary: "The runs of a watch as YouTube answered them, the newest first",
        tags: ["watches"],
        params,
        querystring: runsQuery,
        response: { 200: runsPage, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (!(await isKnown(id))) return sendProblem(reply, unknownWatch);
      const most = request.query.limit;
      const query = { ...request.query, id };
      const start = pageStart(query, "instant");
      if (start.kind === "refused") return sendProblem(reply, start.problem);
      const before = start.after === null ? null : instant(Number(start.after.value));
      const found = await listRuns(db, id, { before, limit: most + 1 });
      const { rows, next } = cutPage(
        found.map((runAt) => ({ position: { value: runAt, id } })),
        most,
        start.key,
        request,
        reply,
      );
      return {
        items: await withPages(
          db,
          id,
          rows.map(({ position }) => position.value),
        ),
        next,
      };
    },
  );

  app.get(
    "/watches/:id/runs.ndjson",
    {
      schema: {
        operationId: "exportRuns",
        summary: "Every page of every run of a watch, a JSON object a line, the eldest first",
        tags: ["watches"],
        params,
        querystring: nothing,
        response: {
          200: {
            description: "One page a line, as in the runs, with its runAt.",
            content: { "application/x-ndjson": { schema: z.string() } },
          },
          ...problemResponses,
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (!(await isKnown(id))) return sendProblem(reply, unknownWatch);
      reply.type("application/x-ndjson; charset=utf-8");
      return reply.send(Readable.from(linesOf(streamPages(patient, id))) as never);
    },
  );

  app.get(
    "/watches/:id/runs.csv",
    {
      schema: {
        operationId: "exportRunsAsCsv",
        summary: "Every page of every run of a watch as a table, the eldest first",
        tags: ["watches"],
        params,
        querystring: nothing,
        response: { 200: textResponse("csv", "A header and a row a page."), ...problemResponses },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (!(await isKnown(id))) return sendProblem(reply, unknownWatch);
      return sendExport(reply, "runs", "csv", csvOfParts(RUN_COLUMNS, runParts(streamPages(patient, id))));
    },
  );

  app.get(
    "/watches/:id/videos",
    {
      schema: {
        operationId: "listWatchVideos",
        summary: "Every video that a watch was shown, with when and where in its order",
        tags: ["watches"],
        params,
        querystring: videosQuery,
        response: { 200: watchVideoPage, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (!(await isKnown(id))) return sendProblem(reply, unknownWatch);
      const most = request.query.limit;
      const { sort, descending } = sortParts(request.query.sort);
      const query = { ...request.query, id };
      const start = pageStart(query, WATCH_VIDEO_SORTS[sort].kind);
      if (start.kind === "refused") return sendProblem(reply, start.problem);
      const found = await listWatchVideos(db, id, { sort, descending, after: start.after, limit: most + 1 });
      const { rows, next } = cutPage(found, most, start.key, request, reply);
      return {
        items: rows.map(({ video }) => videoOf(video)),
        next,
        approximate: !STEADY_SORTS.includes(sort),
      };
    },
  );

  app.get(
    "/watches/:id/videos.csv",
    {
      schema: {
        operationId: "exportWatchVideos",
        summary: "The same videos as a table, all of them",
        tags: ["watches"],
        params,
        querystring: videosExportQuery,
        response: { 200: textResponse("csv", "A header and a row a video."), ...problemResponses },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (!(await isKnown(id))) return sendProblem(reply, unknownWatch);
      return sendExport(
        reply,
        "found",
        "csv",
        csvOfParts(VIDEO_COLUMNS, videoParts(patient, id, sortParts(request.query.sort))),
      );
    },
  );
}

/** Every video that a watch was shown, some at a time. */
async function* videoParts(
  db: Db,
  id: WatchId,
  order: { readonly sort: WatchVideoSort; readonly descending: boolean },
): AsyncGenerator<WatchVideo[]> {
  let after: Position | null = null;
  for (;;) {
    const rows: Awaited<ReturnType<typeof listWatchVideos>> = await listWatchVideos(db, id, {
      ...order,
      after,
      limit: VIDEOS_A_PART,
    });
    yield rows.map(({ video }) => videoOf(video));
    const last = rows.at(-1);
    if (rows.length < VIDEOS_A_PART || !last) return;
    after = last.position;
  }
}

const videoOf = (video: Awaited<ReturnType<typeof listWatchVideos>>[number]["video"]): WatchVideo => ({
  id: video.id,
  title: video.title,
  channel: video.channelId === null ? null : { id: video.channelId, title: video.channelTitle },
  publishedAt: toIso(video.publishedAt),
  firstSeenAt: toIso(video.firstSeenAt),
  lastSeenAt: toIso(video.lastSeenAt),
  rank: video.rank,
});

async function* runParts(pages: AsyncIterable<StoredPage>) {
  for await (const page of pages) yield [{ runAt: toIso(page.runAt), ...pageOf(page) }];
}

/** Runs, newest first, each with its pages. */
async function withPages(db: Db, id: WatchId, runs: readonly Instant[]): Promise<RunsPage["items"]> {
  const [newest, eldest] = [runs[0], runs.at(-1)];
  if (newest === undefined || eldest === undefined) return [];
  const pages = await listPagesOfRuns(db, id, eldest, newest);
  return runs.map((runAt) => ({
    runAt: toIso(runAt),
    pages: pages.filter((page) => page.runAt === runAt).map(pageOf),
  }));
}

const pageOf = ({
  page,
  askedAt,
  publishedAfter,
  publishedBefore,
  totalEstimate,
  firstRank,
  videoIds,
  news,
}: StoredPage): RunsPage["items"][number]["pages"][number] => ({
  page,
  askedAt: toIso(askedAt),
  publishedAfter: isoOrNull(publishedAfter),
  publishedBefore: isoOrNull(publishedBefore),
  totalEstimate,
  firstRank,
  videoIds: [...videoIds],
  news,
});

/** Pages as NDJSON, a line each. */
export async function* linesOf(pages: AsyncIterable<StoredPage>): AsyncGenerator<string> {
  for await (const page of pages) yield `${JSON.stringify({ runAt: toIso(page.runAt), ...pageOf(page) })}\n`;
}
