import type { Instant } from "#domain/time.ts";

/** RFC 3339 in whole seconds, as YouTube has written times since 2020. */
export const wireTime = (at: Instant): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** ISO 8601 with days, hours, minutes and seconds: `PT3M39S`, `P1DT2H3M4S`, `P0D` for nothing. */
export function wireDuration(seconds: number): string {
  if (seconds === 0) return "P0D";
  const days = Math.floor(seconds / 86_400);
  const parts = [
    [Math.floor(seconds / 3600) % 24, "H"],
    [Math.floor(seconds / 60) % 60, "M"],
    [seconds % 60, "S"],
  ] as const;
  const time = parts.map(([amount, unit]) => (amount > 0 ? `${amount}${unit}` : "")).join("");
  return `P${days > 0 ? `${days}D` : ""}${time === "" ? "" : `T${time}`}`;
}
