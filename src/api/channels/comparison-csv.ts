import { type Cell, csvLine } from "#exports/csv.ts";
import type { ComparedChannel, Comparison } from "./channel-detail-contract.ts";

const HEAD = [
  "id",
  "title",
  "handle",
  "state",
  "subscribers",
  "views",
  "videoCount",
  "firstHourMedian",
  "firstHourN",
  "firstHourLow",
  "firstHourHigh",
  "matureMedian",
  "matureN",
  "uploadsPerWeek",
  "performanceP10",
  "performanceP25",
  "performanceP50",
  "performanceP75",
  "performanceP90",
  "asOf",
] as const;

/** Channels beside each other as a table: a row a channel, an age of their usual curves in a format, or a day. */
export async function* comparisonAsCsv(
  { channels, ageSeconds, asOf }: Comparison,
  table: "medians" | "age" | "date",
  format: ComparedChannel["typical"][number]["format"],
): AsyncGenerator<string> {
  switch (table) {
    case "medians":
      yield csvLine(HEAD);
      for (const channel of channels) yield csvLine([...mediansOf(channel), asOf]);
      return;
    case "age": {
      const curves = channels.map(({ typical }) => typical.find((each) => each.format === format)?.p50 ?? []);
      yield csvLine(["ageSeconds", ...channels.map(nameOf)]);
      for (const [place, age] of ageSeconds.entries()) yield csvLine([age, ...curves.map((p50) => p50[place])]);
      return;
    }
    case "date": {
      const views = channels.map(({ days }) => new Map(days.map((each) => [each.day, each.views])));
      const days = [...new Set(views.flatMap((each) => [...each.keys()]))].sort().toReversed();
      yield csvLine(["day", ...channels.map(nameOf)]);
      for (const day of days) yield csvLine([day, ...views.map((each) => each.get(day))]);
    }
  }
}

/** Two channels may have one title, so that the id stands beside it. */
const nameOf = ({ title, id }: ComparedChannel): string => `${title} (${id})`;

const mediansOf = (channel: ComparedChannel): Cell[] => {
  const { counters, firstHour, mature, rhythm, performance } = channel;
  return [
    channel.id,
    channel.title,
    channel.handle,
    channel.state,
    counters.subscribers,
    counters.views,
    counters.videoCount,
    firstHour.median,
    firstHour.n,
    firstHour.interval.low,
    firstHour.interval.high,
    mature.median,
    mature.n,
    rhythm.perWeek,
    performance.p10,
    performance.p25,
    performance.p50,
    performance.p75,
    performance.p90,
  ];
};
