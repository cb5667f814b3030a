import { recentLine } from "../chart/recent-line.ts";
import { whyOf } from "../format/reasons.ts";
import { asLength } from "../format/times.ts";
import type { RowCurve } from "./use-curves.ts";

const [WIDTH, HEIGHT] = [84, 20];

/** How a video's views grew over the last thirty days, without anything to compare with. */
export function RowCurveCell({ curve }: { readonly curve: RowCurve | undefined }) {
  if (!curve) return null;
  const line = recentLine(curve.points, WIDTH, HEIGHT);
  if (line === null) {
    const { short, long } = whyOf(curve.reason);
    return (
      <span className="why" title={long}>
        {short}
      </span>
    );
  }
  const seconds = (curve.points.at(-1)?.[0] ?? 0) - (curve.points[0]?.[0] ?? 0);
  return (
    <svg
      className="spark"
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={`${curve.n} samples over ${asLength(seconds)}`}
    >
      <polyline points={line} fill="none" stroke="var(--accent)" strokeWidth="1.5" />
    </svg>
  );
}
