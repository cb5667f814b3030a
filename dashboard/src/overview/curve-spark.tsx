import type { AgedCurves } from "#api/videos/video-curves-contract.ts";
import { sparkOf } from "../chart/spark.ts";
import { whyOf } from "../format/reasons.ts";

const [WIDTH, HEIGHT] = [96, 22];

/** A video's curve by age, on the middle half of its channel's usual ones; `undefined` = it is being asked for. */
export function CurveSpark({ curve }: { readonly curve: AgedCurves["items"][number] | undefined }) {
  // As wide as what comes, so that nothing moves when it does.
  if (!curve) return <svg className="spark" width={WIDTH} height={HEIGHT} aria-hidden="true" />;
  const spark = sparkOf(
    curve.points.map(([x, y]) => ({ x, y })),
    curve.usual,
    WIDTH,
    HEIGHT,
  );
  if (spark === null) {
    return (
      <span className="why" title={whyOf(curve.reason).long}>
        youth not sampled
      </span>
    );
  }
  return (
    <svg className="spark" width={WIDTH} height={HEIGHT} aria-hidden="true">
      {spark.band ? <polygon points={spark.band} fill="var(--band)" /> : null}
      <polyline points={spark.line} fill="none" stroke="var(--accent)" strokeWidth="1.5" />
    </svg>
  );
}
