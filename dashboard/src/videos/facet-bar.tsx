import type { VideoFacetsAnswer } from "#api/videos/video-facets-contract.ts";
import { useAnswer } from "../api/use-answer.ts";
import { asCount } from "../format/numbers.ts";
import type { FilterProps } from "./filter-bar.tsx";
import { facetsQuestion, isChosen, withToggled } from "./video-filters.ts";

/** The facets of the API, the parameter that filters by each, and how many of their values have room. */
const FACETS = [
  ["formats", "format", "Format", 4],
  ["categories", "category", "Category", 10],
  ["languages", "language", "Language", 12],
  ["channels", "channel", "Channel", 8],
  ["tags", "tag", "Tag", 14],
] as const;

/** What the shown videos are like; choosing a value narrows them to it, and choosing it again widens them. */
export function FacetBar({ params, setParams, enabled }: FilterProps & { readonly enabled: boolean }) {
  const { data } = useAnswer<VideoFacetsAnswer>(facetsQuestion(params), { enabled, keeps: true });
  return (
    <section className="facets" aria-label="What they are like">
      {data ? (
        <>
          {FACETS.map(([facet, name, label, most]) => (
            <fieldset key={facet}>
              <legend className="hidden-text">{label}</legend>
              <span className="quiet" aria-hidden="true">
                {label}
              </span>
              {data[facet].slice(0, most).map(({ value, label: called, videos }) =>
                value === null ? (
                  <span key="none" className="facet quiet">
                    none {asCount(videos)}
                  </span>
                ) : (
                  <button
                    key={value}
                    type="button"
                    className="facet"
                    aria-pressed={isChosen(params, name, { value, label: called })}
                    onClick={() => setParams(withToggled(params, name, { value, label: called }))}
                  >
                    <bdi>{called ?? value}</bdi> <span className="quiet">{asCount(videos)}</span>
                  </button>
                ),
              )}
            </fieldset>
          ))}
          <p className="small">{basisText(data)}</p>
        </>
      ) : null}
    </section>
  );
}

function basisText({ basis, counted }: VideoFacetsAnswer): string {
  switch (basis) {
    case "all":
      return `Counted over all ${asCount(counted)}.`;
    case "newestMatches":
      return `Counted over the newest ${asCount(counted)}.`;
    case "newestVideos":
      return `Counted over ${asCount(counted)} among the newest 5,000 videos.`;
  }
}
