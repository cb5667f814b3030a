import { type EngagementKind, type EngagementPrior, leftOf, SHIPPED_PRIORS, TELLING_VIEWS_MIN } from "./engagement.ts";
import { type Engaged, fitEngagementPrior } from "./engagement-prior.ts";
import type { Counters } from "./snapshot.ts";
import type { Format } from "./video.ts";

/** What a prior was fitted to: videos of one format and category, of one format, or all; or it ships with the product. */
type PriorOf = "category" | "format" | "all" | "shipped";

/** A prior with the videos that it is of; an empty format or category is all of them. */
export interface FittedPrior extends EngagementPrior {
  readonly kind: EngagementKind;
  readonly format: Format | "";
  readonly categoryId: string;
  /** The videos it was fitted to. */
  readonly n: number;
}

/** The prior in force for some videos. */
export interface PriorInForce extends EngagementPrior {
  readonly of: PriorOf;
  /** 0 = it ships with the product. */
  readonly n: number;
}

export type FindPrior = (kind: EngagementKind, format: Format | null, categoryId: string | null) => PriorInForce;

/** What is known of a video that may be fitted to. */
export interface FittingVideo extends Counters {
  readonly format: Format | null;
  readonly categoryId: string | null;
}

/** Beyond so many videos a prior is known to a hundredth, and the fit would only take longer. */
const POOL_MAX = 5_000;

/**
 * The priors of a kind: of each format and category, of each format and of all, where there are `PRIOR_POOL_MIN` videos
 * that tell; each of the first 5,000. That of all is always there, at worst as it ships and with `n` 0, so that a fit that
 * found nothing is known to have been made.
 */
export function fitEngagementPriors(kind: EngagementKind, videos: readonly FittingVideo[]): readonly FittedPrior[] {
  const groups = new Map<string, { readonly format: Format | ""; readonly categoryId: string; pool: Engaged[] }>();
  const put = (format: Format | "", categoryId: string, engaged: Engaged): void => {
    const key = keyOf(kind, format, categoryId);
    const group = groups.get(key);
    if (!group) groups.set(key, { format, categoryId, pool: [engaged] });
    else if (group.pool.length < POOL_MAX) group.pool.push(engaged);
  };
  for (const video of videos) {
    const engaged = leftOf(kind, video);
    const { format, categoryId, views } = video;
    if (views === null || engaged === null || views < TELLING_VIEWS_MIN) continue;
    const told = { views, engaged };
    put("", "", told);
    if (format !== null) put(format, "", told);
    if (format !== null && categoryId !== null) put(format, categoryId, told);
  }
  const fitted = [...groups.values()].flatMap(({ format, categoryId, pool }): FittedPrior[] => {
    const prior = fitEngagementPrior(pool);
    return prior === null ? [] : [{ kind, format, categoryId, n: pool.length, ...prior }];
  });
  const whole = fitted.some(({ format }) => format === "");
  return whole ? fitted : [...fitted, { kind, format: "", categoryId: "", n: 0, ...SHIPPED_PRIORS[kind] }];
}

/** The prior of a video's format and category; where too few videos tell, of its format, else of all, else as it ships. */
export function findsPrior(priors: readonly FittedPrior[]): FindPrior {
  const byKey = new Map(priors.map((prior) => [keyOf(prior.kind, prior.format, prior.categoryId), prior]));
  return (kind, format, categoryId) => {
    const found =
      byKey.get(keyOf(kind, format ?? "", categoryId ?? "")) ??
      byKey.get(keyOf(kind, format ?? "", "")) ??
      byKey.get(keyOf(kind, "", ""));
    if (!found || found.n === 0) return { ...SHIPPED_PRIORS[kind], of: "shipped", n: 0 };
    const of = found.format === "" ? "all" : found.categoryId === "" ? "format" : "category";
    return { alpha: found.alpha, beta: found.beta, of, n: found.n };
  };
}

const keyOf = (kind: EngagementKind, format: string, categoryId: string): string => `${kind} ${format} ${categoryId}`;
