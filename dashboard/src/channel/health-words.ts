import type { ChannelDetail } from "#api/channels/channel-detail-contract.ts";
import { asCount, asDecimal, asPercent } from "../format/numbers.ts";

/** How well a channel is followed, sentence by sentence; the first is what is wrong, if anything is. */
export function healthWords(channel: ChannelDetail): string[] {
  const { trouble, state, backfill, coverage, videos } = channel;
  const wrong = trouble === null ? [] : [trouble];
  const paused =
    state === "untracked"
      ? ["It is not tracked: nobody looks for its uploads or samples its videos. What was collected stays."]
      : [];
  return [...wrong, ...paused, catalogueWords(backfill, videos), coverageWords(coverage), samplesWords(coverage)];
}

function catalogueWords(
  backfill: ChannelDetail["backfill"],
  { known, described, gone }: ChannelDetail["videos"],
): string {
  const { done, listed, total, reason } = backfill;
  const of = total === null ? "" : ` of ${asCount(total)}`;
  const read = done ? "Its catalogue was read to the end" : `Its catalogue is being read (${asCount(listed)}${of})`;
  const left = known - described;
  const rest = left > 0 ? `, ${asCount(left)} ${left === 1 ? "is" : "are"} still to be described` : "";
  const lost = gone > 0 ? `; ${asCount(gone)} ${gone === 1 ? "is" : "are"} deleted or private` : "";
  return `${read}: ${asCount(known)} videos are known${rest}${lost}.${reason === null ? "" : ` ${reason}`}`;
}

function coverageWords({ videos, measured, interpolated, share, since }: ChannelDetail["coverage"]): string {
  const from = since.slice(0, 10);
  if (share === null) return `It has published nothing since ${from} whose first hour could be measured.`;
  const between = interpolated > 0 ? `, and that of ${asCount(interpolated)} more was interpolated` : "";
  const missed = videos - measured - interpolated;
  const rest = missed > 0 ? `; of ${asCount(missed)} it was missed` : "";
  return `Since ${from} it published ${asCount(videos)} videos: the first hour of ${asCount(measured)} (${asPercent(share)}) was measured${between}${rest}.`;
}

const samplesWords = ({ samplesPerVideo }: ChannelDetail["coverage"]): string =>
  samplesPerVideo === null
    ? "None of its videos can be sampled."
    : `In the last 30 days each of its videos was sampled ${asDecimal(samplesPerVideo)} times on average; young ones far more often than old ones.`;
