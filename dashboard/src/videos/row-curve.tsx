import { recentLine } from "../chart/recent-line.ts";
import { whyOf } from "../format/reasons.ts";
import type { RowCurve } from "./use-curves.ts";

const [WIDTH, HEIGHT] = [84, 20];
const DAYS_SECONDS = 30 * 86_400;

/** How a video's views grew over the last thirty days, without anything to compare with. */
export function RowCurveCell({ curve }: { readonly curve: RowCurve | undefined }) {
  if (!curve) return null;
  const line = recentLine(curve.points, DAYS_SECONDS, WIDTH, HEIGHT);
  if (line === null) {
    const { short, long } = whyOf(curve.reason);
    return (
      <span className="why" title={long}>
        {short}
      </span>
    );
  }
  return (
    <svg className="spark" width={WIDTH} height={HEIGHT} role="img" aria-label={`${curve.n} samples in 30 days`}>
      <polyline points={line} fill="none" stroke="var(--accent)" strokeWidth="1.5" />
    </svg>
  );
}
