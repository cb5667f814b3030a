import { type Duration, days, type Instant, minutes } from "#domain/time.ts";

const DAY = days(1);

/** Hours of the day are told apart by halves. */
export const BIN: Duration = minutes(30);
export const BINS = DAY / BIN;

/** Of channels, 60 % keep to an hour of the day (docs/sampling.md), more or less closely; the others post at any time. */
const KEEPING_SHARE = 0.6;

/** How closely: the deviations from their hour, in half hours. Between them they fit from one hour to three and a half. */
const DEVIATIONS: readonly number[] = [1.5, 3.5];

/** Before its first upload a channel that keeps to an hour may keep to any: one upload's worth of doubt. */
const DOUBT_UPLOADS = 1;
/** Even who keeps to an hour strays now and then. */
const STRAY_SHARE = 0.02;

/** What an upload says of the half hours around its own, for one that keeps to its hour with such a deviation. */
function kernelOf(deviation: number): readonly number[] {
  const reach = Math.ceil(2.5 * deviation);
  const bell = Array.from({ length: 2 * reach + 1 }, (_, k) => Math.exp(-(((k - reach) / deviation) ** 2) / 2));
  const sum = bell.reduce((total, part) => total + part, 0);
  return bell.map((part) => part / sum);
}

const KERNELS = DEVIATIONS.map(kernelOf);

/** Kept between calls, which follow each other: for each kernel, what the uploads so far say of each half hour. */
const told = KERNELS.map(() => new Float64Array(BINS));

/** How likely a keeping channel's next upload falls in a half hour of which so many uploads tell so much. */
const foretold = (tells: number, uploads: number): number =>
  ((1 - STRAY_SHARE) * (tells + DOUBT_UPLOADS / BINS)) / (uploads + DOUBT_UPLOADS) + STRAY_SHARE / BINS;

/**
 * How a channel's next upload is spread over the half hours of the UTC day; the shares sum to one. A channel may keep to an
 * hour closely, loosely or not at all: each of these habits counts by how well it would have foretold every upload from
 * those before it (Bayesian model averaging). So three uploads at any three hours do not make these hours its habit, and
 * three at the same hour do.
 *
 * @param published the publications to learn from, in their order.
 */
export function postingHours(published: readonly Instant[]): Float64Array {
  const evidence = KERNELS.map(() => Math.log(KEEPING_SHARE / KERNELS.length));
  for (const tells of told) tells.fill(0);
  for (const [uploads, at] of published.entries()) {
    const bin = Math.floor((at % DAY) / BIN);
    for (const [which, kernel] of KERNELS.entries()) {
      const tells = told[which] ?? EMPTY;
      evidence[which] = (evidence[which] ?? 0) + Math.log(foretold(tells[bin] ?? 0, uploads) * BINS);
      const from = bin - (kernel.length - 1) / 2 + BINS;
      for (let k = 0; k < kernel.length; k++) {
        const near = (from + k) % BINS;
        tells[near] = (tells[near] ?? 0) + (kernel[k] ?? 0);
      }
    }
  }
  // Relative to the best, lest hundreds of uploads overflow; posting at any time foretells each half hour alike.
  const anyTime = Math.log(1 - KEEPING_SHARE);
  const best = Math.max(anyTime, ...evidence);
  const sum = evidence.reduce((total, each) => total + Math.exp(each - best), Math.exp(anyTime - best));
  const hours = new Float64Array(BINS).fill(Math.exp(anyTime - best) / sum / BINS);
  for (const [which, each] of evidence.entries()) {
    const weight = Math.exp(each - best) / sum;
    const tells = told[which] ?? EMPTY;
    for (let bin = 0; bin < BINS; bin++)
      hours[bin] = (hours[bin] ?? 0) + weight * foretold(tells[bin] ?? 0, published.length);
  }
  return hours;
}

const EMPTY = new Float64Array(BINS);
