declare const instantBrand: unique symbol;
declare const durationBrand: unique symbol;

/** A point in time: milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number & { readonly [instantBrand]: true };

/** A length of time in milliseconds; negative when it looks back. */
export type Duration = number & { readonly [durationBrand]: true };

export const milliseconds = (n: number): Duration => n as Duration;
export const seconds = (n: number): Duration => (n * 1000) as Duration;
export const minutes = (n: number): Duration => (n * 60_000) as Duration;
export const hours = (n: number): Duration => (n * 3_600_000) as Duration;
export const days = (n: number): Duration => (n * 86_400_000) as Duration;

export const inSeconds = (d: Duration): number => d / 1000;
export const inMinutes = (d: Duration): number => d / 60_000;
export const inHours = (d: Duration): number => d / 3_600_000;

/** The instant `d` after `at` (before it when `d` is negative). */
export const plus = (at: Instant, d: Duration): Instant => (at + d) as Instant;

/** The instant `d` before `at`. */
export const minus = (at: Instant, d: Duration): Instant => (at - d) as Instant;

/** How much time lies between two instants; negative when `to` is the earlier one. */
export const between = (from: Instant, to: Instant): Duration => (to - from) as Duration;

export const earliest = (...instants: readonly Instant[]): Instant => Math.min(...instants) as Instant;
export const latest = (...instants: readonly Instant[]): Instant => Math.max(...instants) as Instant;

/** An instant from milliseconds since the epoch. */
export const instant = (epochMilliseconds: number): Instant => epochMilliseconds as Instant;

/** Parses RFC 3339; `null` when the text is no date. */
export function parseInstant(text: string): Instant | null {
  const parsed = Date.parse(text);
  return Number.isNaN(parsed) ? null : (parsed as Instant);
}
