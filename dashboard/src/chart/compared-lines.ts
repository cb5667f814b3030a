import type { Comparison } from "#api/channels/channel-detail-contract.ts";
import { type Across, placeOfAge } from "./axes.ts";
import type { Point } from "./curve.ts";

/* Channels on one chart: their usual curves by age, or what each gained by day. */

type Channel = Comparison["channels"][number];
export type Format = Channel["typical"][number]["format"];

const DAY_MS = 24 * 3600 * 1000;

/** A channel's usual views at each age; a break where nothing is usual. */
export const ageLine = (channel: Channel, ages: readonly number[], format: Format, across: Across): Point[] => {
  const usual = channel.typical.find((each) => each.format === format);
  return ages.flatMap((age, place) => {
    const x = placeOfAge(age, across, 0);
    return x === null || !usual ? [] : [{ x, y: usual.p50[place] ?? null }];
  });
};

/** What a channel gained day by day, at the day's begin; days of which nothing is known are breaks. */
export function dayLine({ days }: Channel): Point[] {
  const known = days.map(({ day, views }) => ({ ms: Date.parse(`${day}T00:00:00Z`), views }));
  return known.flatMap(({ ms, views }, place) => {
    const before = known[place - 1];
    const gap = before !== undefined && ms - before.ms > DAY_MS;
    const point = { x: ms / 1000, y: views };
    return gap ? [{ x: (before.ms + ms) / 2000, y: null }, point] : [point];
  });
}

/** Of the formats the one in which most of the channels have a usual curve; long where none has any. */
export function sharedFormat(channels: readonly Channel[]): Format {
  const have = (format: Format): number =>
    channels.filter(({ typical }) => typical.some((each) => each.format === format && each.p50.some((p) => p !== null)))
      .length;
  const [most = "long"] = (["long", "short", "live"] as const).toSorted((a, b) => have(b) - have(a));
  return most;
}
