import type { VideoDetail } from "#api/videos/video-detail-contract.ts";
import { useNow } from "../clock.ts";
import { asCount, asGain, asMultiple, asPercent } from "../format/numbers.ts";
import { Amount, Counter } from "../parts/amount.tsx";
import { Fact, Facts } from "../parts/facts.tsx";
import { Ago } from "../parts/time-text.tsx";

/** Where it stands. */
export function VideoFacts({ video }: { readonly video: VideoDetail }) {
  const { counters, atAge, performance, outlier, velocity, heat, engagement, gains } = video;
  const now = useNow();
  const { rank } = atAge;
  return (
    <Facts>
      <Fact name="Views">
        <Counter value={counters.views} asOf={counters.asOf} as={asCount} />
      </Fact>
      <Fact name="Likes">
        <Counter value={counters.likes} asOf={counters.asOf} as={asCount} />
      </Fact>
      <Fact name="Comments">
        <Counter value={counters.comments} asOf={counters.asOf} as={asCount} />
      </Fact>
      <Fact name="Rank at its age">
        <Amount
          value={rank?.rank ?? null}
          as={(place) => `${asCount(place)} of ${asCount(rank?.of ?? 0)}`}
          reason={rank?.reason ?? atAge.reason}
        />
      </Fact>
      <Fact name={`Performance (n ${performance.n})`}>
        <Amount value={performance.value} as={asMultiple} reason={performance.reason} />
      </Fact>
      <Fact name={outlier.basis === "age" ? "Outlier at its age" : "Outlier over a lifetime"}>
        <Amount value={outlier.value} as={asMultiple} reason={outlier.reason} />
      </Fact>
      <Fact name={velocity.hours === null ? "Views an hour" : `Views an hour, last ${velocity.hours} h`}>
        <Amount value={velocity.value} as={asCount} reason={velocity.reason} />
      </Fact>
      <Fact name="Heat">
        <Amount value={heat.value} as={asMultiple} reason={heat.reason} />
      </Fact>
      <Fact name="Δ24h">
        <Amount value={gains.h24} as={asGain} reason={gains.reason} />
      </Fact>
      <Fact name="Engagement">
        <Amount value={engagement.value} as={asPercent} reason={engagement.reason} />
      </Fact>
      <Fact name="Sampled">
        {counters.asOf ? <Ago at={counters.asOf} now={now} /> : <span className="why">not yet</span>}
      </Fact>
    </Facts>
  );
}
