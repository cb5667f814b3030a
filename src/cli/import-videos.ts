import { systemClock } from "#clock.ts";
import type { VideoId } from "#domain/video.ts";
import { readVideoId } from "#imports/read-refs.ts";
import { storeVideos } from "#storage/imports/store-videos.ts";
import { importRefs, type ListOptions } from "./import-refs.ts";

/** `viewcurve import videos`: asks for all videos of a file to be followed. */
export const importVideos = (path: string, options: ListOptions): Promise<void> =>
  importRefs<VideoId>(path, options, {
    kind: "videos",
    what: "video",
    verb: "followed",
    wish: {},
    read: readVideoId,
    keyOf: (id) => id,
    store: (db, id, part) => storeVideos(db, id, part, systemClock.now()),
  });
