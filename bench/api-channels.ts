import { days, minus, plus } from "#domain/time.ts";
import { Chance } from "#simulation/random.ts";
import { type Cell, isoOf } from "./api-copy.ts";
import type { ChannelMedians } from "./api-scores.ts";
import { type ApiSet, PRESENT } from "./api-set.ts";
import { TONGUES, type Vocabulary } from "./api-words.ts";
import { channelId } from "./scale-population.ts";

const COUNTRIES = ["US", "ES", "JP", "IN", "BR", "DE", "RU", "KR", "EG", "TH"];
/** When the installation began. */
const SINCE = minus(PRESENT, days(4 * 365));
const HISTORY_DAYS = 90;

export const CHANNEL_COLUMNS = [
  ..."id title description handle country published_at thumbnail_url uploads_playlist_id state tracked_since".split(
    " ",
  ),
  ..."described_at views subscribers video_count".split(" "),
];

/** Public counters of a channel so many days ago. */
function countersOf(set: ApiSet, channel: number, videos: number, ago: number) {
  const level = set.traits.level[channel] ?? 0;
  const grown = 1 - ago / 3000;
  return {
    views: Math.floor(level * videos * 2 * grown),
    subscribers: Number((level * 5 * grown).toPrecision(3)) | 0,
    videoCount: Math.max(0, videos - Math.floor((videos * ago) / 1460)),
  };
}

export const sizesOf = (set: ApiSet): Int32Array => {
  const sizes = new Int32Array(set.channels);
  for (const channel of set.channelOf) sizes[channel] = (sizes[channel] ?? 0) + 1;
  return sizes;
};

export function* channelRows(set: ApiSet, words: Vocabulary): Generator<readonly Cell[]> {
  for (const [channel, videos] of sizesOf(set).entries()) {
    const id = channelId(channel);
    const tongue = set.traits.tongue[channel] ?? 0;
    const chance = new Chance(31, channel);
    const { views, subscribers, videoCount } = countersOf(set, channel, videos, 0);
    yield [
      id,
      words.text(chance, tongue, chance.integer(1, 3)),
      words.text(chance, tongue, chance.integer(10, 40)),
      `@c${channel}${TONGUES[tongue]?.code ?? ""}`,
      COUNTRIES[tongue] ?? "US",
      isoOf(minus(SINCE, days(chance.integer(1, 3000)))),
      `https://yt3.ggpht.com/${id}`,
      `UU${id.slice(2)}`,
      "tracked",
      isoOf(SINCE),
      isoOf(minus(PRESENT, days(chance.integer(0, 28)))),
      views,
      subscribers,
      videoCount,
    ];
  }
}

export const HISTORY_COLUMNS = "channel_id captured_at views subscribers video_count".split(" ");

/** A snapshot a day of each channel. */
export function* historyRows(set: ApiSet): Generator<readonly Cell[]> {
  for (const [channel, videos] of sizesOf(set).entries()) {
    for (let ago = HISTORY_DAYS; ago >= 0; ago--) {
      const { views, subscribers, videoCount } = countersOf(set, channel, videos, ago);
      yield [channelId(channel), isoOf(minus(PRESENT, days(ago + 0.01))), views, subscribers, videoCount];
    }
  }
}

export const SCORE_COLUMNS = [
  ..."channel_id median_in_force first_hour_n median_first_hour median_mature mature_n computed_at".split(" "),
];

export function* scoreRows(medians: readonly ChannelMedians[]): Generator<readonly Cell[]> {
  const now = isoOf(PRESENT);
  for (const [channel, { firstHour, firstHours, matureViews, mature }] of medians.entries()) {
    yield [channelId(channel), firstHour, firstHours, firstHour, matureViews, mature, now];
  }
}

export const FORMAT_SCORE_COLUMNS = "channel_id format epoch median_in_force median n computed_at".split(" ");

export function* formatScoreRows(medians: readonly ChannelMedians[]): Generator<readonly Cell[]> {
  const now = isoOf(PRESENT);
  for (const [channel, { inFormat }] of medians.entries()) {
    for (const { format, epoch, n, median } of inFormat) {
      yield [channelId(channel), format, epoch, median, median, n, now];
    }
  }
}

export const TASK_COLUMNS = "kind subject state not_before created_at updated_at".split(" ");

/** Every channel's catalogue has been read. */
export function* taskRows(set: ApiSet): Generator<readonly Cell[]> {
  const at = isoOf(plus(SINCE, days(1)));
  for (let channel = 0; channel < set.channels; channel++) {
    yield ["backfill", channelId(channel), "done", at, at, at];
  }
}
