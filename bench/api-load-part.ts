import { searchVector } from "#domain/search-vector.ts";
import { foldTag } from "#domain/video.ts";
import {
  CHANNEL_COLUMNS,
  channelRows,
  FORMAT_SCORE_COLUMNS,
  formatScoreRows,
  HISTORY_COLUMNS,
  historyRows,
  SCORE_COLUMNS,
  scoreRows,
  TASK_COLUMNS,
  taskRows,
} from "./api-channels.ts";
import { type Cell, copyRows, isoOf } from "./api-copy.ts";
import { CHANNEL_DAY_COLUMNS, channelDays, DAY_COLUMNS, daySums, videoDays } from "./api-days.ts";
import { COUNTER_COLUMNS, changedAt, counterRow, VIDEO_COLUMNS, videoRow } from "./api-rows.ts";
import { agesFor } from "./api-samples.ts";
import { mediansOf } from "./api-scores.ts";
import { type ApiSet, apiSet } from "./api-set.ts";
import { loadSnapshots, monthsOf } from "./api-snapshots.ts";
import { tagRanks, textsOf } from "./api-texts.ts";
import { tagAt, tagsFor, vocabulary } from "./api-words.ts";
import { channelId, videoId } from "./scale-population.ts";

/** A share of the work, done by a thread of its own. */
export interface LoadTask {
  readonly what: "texts" | "counters" | "channels" | "snapshots" | "history" | "terms";
  readonly connectionString: string;
  readonly videos: number;
  readonly snapshotsAVideo: number;
  /** Which of `parts` parts. */
  readonly part: number;
  readonly parts: number;
}

/** Rows that have been made since the last were told of. */
type Tell = (rows: number) => void;

const TOLD_EVERY = 10_000;

export async function loadPart(task: LoadTask, tell: Tell): Promise<void> {
  const set = apiSet(task.videos);
  const ages = agesFor(task.snapshotsAVideo);
  const put = (table: string, columns: readonly string[], rows: Iterable<readonly Cell[]>) =>
    copyRows(task.connectionString, table, columns, counted(rows, tell));
  switch (task.what) {
    case "texts": {
      const words = vocabulary(set.videos);
      await put(
        "video",
        VIDEO_COLUMNS,
        each(set, task, (n) => videoRow(set, words, n)),
      );
      return;
    }
    case "counters": {
      const medians = mediansOf(set);
      await put(
        "video_counter",
        COUNTER_COLUMNS,
        each(set, task, (n) => counterRow(set, ages, medians, n)),
      );
      await put("channel_score", SCORE_COLUMNS, scoreRows(medians));
      await put("channel_format_score", FORMAT_SCORE_COLUMNS, formatScoreRows(medians));
      return;
    }
    case "channels": {
      await put("channel", CHANNEL_COLUMNS, channelRows(set, vocabulary(set.videos)));
      await put("task", TASK_COLUMNS, taskRows(set));
      await put("video_revision", ["video_id", "seen_at", "before"], revisionRows(set));
      await put("tag", ["tag", "label", "videos"], tagRows(set));
      const sums = daySums();
      await put("video_day", DAY_COLUMNS, videoDays(set, sums));
      await put("channel_day", CHANNEL_DAY_COLUMNS, channelDays(sums));
      return;
    }
    case "snapshots": {
      // Every other month: the later ones have more rows.
      const months = monthsOf(set).filter((_, i) => i % task.parts === task.part);
      for (const month of months) tell(await loadSnapshots(task.connectionString, set, ages, [month]));
      return;
    }
    case "history":
      await put("channel_snapshot", HISTORY_COLUMNS, historyRows(set));
      return;
    case "terms":
      await put("video_search", ["video_id", "published_at", "terms"], termRows(set, task));
      return;
    default:
      throw new Error(`${task.what satisfies never} is nothing to load`);
  }
}

/** A row of each video of the part. */
function* each(
  set: ApiSet,
  { part, parts }: LoadTask,
  row: (n: number) => readonly Cell[],
): Generator<readonly Cell[]> {
  const end = Math.floor((set.videos * (part + 1)) / parts);
  for (let n = Math.floor((set.videos * part) / parts); n < end; n++) yield row(n);
}

export function* termRows(set: ApiSet, task: Pick<LoadTask, "part" | "parts">): Generator<readonly Cell[]> {
  const words = vocabulary(set.videos);
  yield* each(set, task as LoadTask, (n) => {
    const { title, description, tags } = textsOf(set, words, n);
    const publishedAt = set.publishedAt(n);
    const tagKeys = [...new Set(tags.map(foldTag))];
    const vector = searchVector({
      title,
      description,
      tags,
      tagKeys,
      channelId: channelId(set.channelOf[n] ?? 0),
      publishedAt,
    });
    return [videoId(n), isoOf(publishedAt), vector];
  });
}

function* revisionRows(set: ApiSet): Generator<readonly Cell[]> {
  for (let n = 0; n < set.videos; n++) {
    const at = changedAt(set, n);
    if (at !== null) yield [videoId(n), at, '{"title":"What it was called before"}'];
  }
}

/** Every tag in use with how many videos carry it. */
function* tagRows(set: ApiSet): Generator<readonly Cell[]> {
  const counts = new Int32Array(tagsFor(set.videos));
  for (let n = 0; n < set.videos; n++) {
    for (const rank of tagRanks(set, n)) counts[rank] = (counts[rank] ?? 0) + 1;
  }
  for (const [rank, videos] of counts.entries()) {
    if (videos > 0) yield [foldTag(tagAt(rank)), tagAt(rank), videos];
  }
}

function* counted(rows: Iterable<readonly Cell[]>, tell: Tell): Generator<readonly Cell[]> {
  let count = 0;
  for (const row of rows) {
    yield row;
    if (++count % TOLD_EVERY === 0) tell(TOLD_EVERY);
  }
  tell(count % TOLD_EVERY);
}
