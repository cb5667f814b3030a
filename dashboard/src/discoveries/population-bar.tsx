import type { DiscoveryDetail } from "#api/discoveries/discoveries-contract.ts";
import { asCount, asPercent } from "../format/numbers.ts";
import { whyOf } from "../format/reasons.ts";

/** How many channels may match, with the interval, and how many of them are found: as a bar, and in words. */
export function PopulationBar({ population }: { readonly population: DiscoveryDetail["population"] }) {
  const { channels, low, high, foundShare, foundShareLow, foundShareHigh, n, reason } = population;
  if (channels === null || low === null || high === null || foundShare === null || high === 0) {
    return <p className="why">How many may match cannot be told yet: {whyOf(reason).long}</p>;
  }
  const place = (value: number): string => `${(100 * value) / high}%`;
  const words = `About ${asCount(channels)} channels match (${asCount(low)} to ${asCount(high)}); ${asCount(n)} of them are found: ${asPercent(foundShare)} (${asPercent(foundShareLow ?? 0)} to ${asPercent(foundShareHigh ?? 1)}).`;
  return (
    <>
      <div className="population" role="img" aria-label={words}>
        <div className="found" style={{ width: place(n) }} />
        <div className="interval-band" style={{ left: place(low), right: 0 }} />
        <div className="estimate" style={{ left: place(channels) }} />
      </div>
      <p>
        {words} <span className="quiet">Estimated, with an interval of 95 %.</span>
      </p>
    </>
  );
}
