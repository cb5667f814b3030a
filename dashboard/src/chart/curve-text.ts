import { asCount, asMultiple } from "../format/numbers.ts";
import { whyOf } from "../format/reasons.ts";
import { asLength } from "../format/times.ts";

/** What the API says of a video at its age. */
interface AtAge {
  readonly ageSeconds: number | null;
  readonly typical: {
    readonly n: number;
    readonly p25: number | null;
    readonly p75: number | null;
    readonly reason: string | null;
  } | null;
  readonly rank: { readonly rank: number | null; readonly of: number } | null;
  readonly outlier: { readonly value: number | null } | null;
  readonly reason: string | null;
}

/** What the chart shows, in a sentence or two: for whoever does not see it, and as its title. */
export function curveText(views: number | null, { ageSeconds, typical, rank, outlier, reason }: AtAge): string {
  if (views === null || ageSeconds === null) return "Its views are not known, so there is no curve.";
  const said = `${asCount(views)} views at the age of ${asLength(ageSeconds)}.`;
  if (!typical || typical.p25 === null || typical.p75 === null) {
    return `${said} What is usual for its channel at this age is not known: ${whyOf(typical?.reason ?? reason).long}`;
  }
  const usual = `Half of the channel’s last ${asCount(typical.n)} videos of the format had ${asCount(typical.p25)} to ${asCount(typical.p75)} then`;
  const place = rank?.rank == null ? "" : `; it ranks ${asCount(rank.rank)} of ${asCount(rank.of)}`;
  const multiple = outlier?.value == null ? "" : `, at ${asMultiple(outlier.value)} their median`;
  return `${said} ${usual}${place}${multiple}.`;
}
