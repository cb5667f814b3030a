import { readdir, readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Hydration, hydratedTable } from "#api/files/export-hydrated.ts";
import { systemClock } from "#clock.ts";
import { IDS_PER_CALL } from "#domain/quota.ts";
import type { VideoId } from "#domain/video.ts";
import { type FileFormat, FORMATS } from "#exports/datasets.ts";
import type { ExportWish } from "#exports/manifest.ts";
import { distinctRefs } from "#imports/distinct-refs.ts";
import { importList } from "#imports/import-list.ts";
import { openList } from "#imports/open-list.ts";
import { readVideoId } from "#imports/read-refs.ts";
import { storeVideos } from "#storage/imports/store-videos.ts";
import { requestUnknownVideos } from "#storage/videos/video-requests.ts";
import { EXIT, fail } from "./exit.ts";
import { refusalLines } from "./import-words.ts";
import { withImport } from "./open-import.ts";
import { withInstallation } from "./open-installation.ts";
import { stopSignal } from "./stop-signal.ts";
import { writeInto } from "./write-into.ts";

interface HydrateOptions {
  readonly format: FileFormat;
  readonly out: string;
  readonly rejects?: string;
  readonly json: boolean;
}

/**
 * `viewcurve hydrate`: asks for the videos of a set that are not known here, and writes what is known. The same command,
 * given again, writes what has become known since in place of it.
 */
export async function hydrate(path: string, { format, out, rejects, json }: HydrateOptions): Promise<void> {
  const stopping = new AbortController();
  void stopSignal().then(() => stopping.abort(new Error("stopped")));
  const directory = resolve(out);
  await withImport(path, rejects, async (source, log) => {
    const list = await openList<VideoId>(source, readVideoId, "video");
    if (list.kind === "unclear") return fail(`${path}: ${list.reason}`, EXIT.usage);
    const filter = { idsIn: { file: source.name, sha256: source.sha256 } };
    if (!(await isFree(directory, source.sha256))) {
      return fail(`${directory} holds an export of something else: name another directory.`, EXIT.usage);
    }
    await withInstallation(async ({ db, patient, config: { performancePool }, vault }) => {
      const asking = await importList<VideoId>({
        ...{ db, clock: systemClock, kind: "videos", source, list, log, wish: { hydrate: true } },
        refusal: "names no video by its id or URL",
        store: (id, part) => storeVideos(db, id, part, systemClock.now(), requestUnknownVideos),
      });
      if (asking.kind === "failed") return fail(`${path}: ${asking.reason}`);
      if (stopping.signal.aborted)
        return fail(`Stopped: ${directory} is as it was; what was asked for stays asked for.`);
      await clear(directory);
      const wish: ExportWish = { dataset: "videos", format, filter, idsOnly: false, pseudonyms: false };
      const { table, found } = hydratedTable(distinctRefs(list), { patient, clock: systemClock, performancePool });
      if ((await writeInto(directory, table, wish, { db, vault, signal: stopping.signal })) === null) return;
      const { position: rows, stored: asked, refused, refusals } = asking.row;
      process.stdout.write(
        json
          ? `${JSON.stringify({ ...found, asked, rows, rowsRefused: refused, refusals, directory })}\n`
          : `${summaryOf(found, asked, directory)}${refusalLines(refused, refusals)}`,
      );
    });
  });
}

/** Whether a directory holds no export, or one of the very same set. */
async function isFree(directory: string, sha256: string): Promise<boolean> {
  const text = await readFile(join(directory, "manifest.json"), "utf8").catch(() => null);
  if (text === null) return true;
  try {
    return JSON.parse(text)?.filter?.idsIn?.sha256 === sha256;
  } catch {
    return false;
  }
}

/** Takes away what an earlier run wrote, the manifest first: without it nobody takes the rest for whole. */
async function clear(directory: string): Promise<void> {
  const there = new Set(await readdir(directory).catch((): string[] => []));
  for (const name of ["manifest.json", "dictionary.csv", ...FORMATS.map((format) => `videos.${format}`)]) {
    if (there.has(name)) await rm(join(directory, name));
  }
}

const many = (n: number): string => n.toLocaleString("en");

/** What is there, what is to come and how it is had, a line each. */
function summaryOf({ ids, known, gone, awaited, refused }: Hydration, asked: number, directory: string): string {
  const lines = [
    `${many(known)} of ${many(ids)} videos are known, and in ${directory}.`,
    ...(gone > 0 ? [`${many(gone)} of them are deleted or private since: of these it is what was known before.`] : []),
    ...(awaited > 0
      ? [
          `${many(awaited)} are asked for, ${many(asked)} of them now: the collector (viewcurve start) fetches ${IDS_PER_CALL} a unit, with what a day's quota can spare.`,
          "Give the same command again later: it writes what is known then in place of this.",
        ]
      : []),
    ...(refused > 0
      ? [`${many(refused)} YouTube does not have, or not to be read. viewcurve import videos asks for them again.`]
      : []),
    ...(awaited === 0 ? ["Nothing more is to come."] : []),
  ];
  return `${lines.join("\n")}\n`;
}
