import type { FilterProps } from "./filter-bar.tsx";
import { withAll } from "./video-filters.ts";

/** What the API bounds by `…Min` and `…Max`. */
const MEASURES = [
  ["views", "Views"],
  ["likes", "Likes"],
  ["comments", "Comments"],
  ["performance", "Performance"],
  ["performanceInFormat", "In format"],
  ["outlier", "Outlier"],
  ["velocity", "Views an hour"],
  ["heat", "Heat"],
  ["engagement", "Engagement (0–1)"],
  ["duration", "Length in seconds"],
] as const;

/** From and to, for every number. */
export function NumberBounds({ params, setParams }: FilterProps) {
  return (
    <table>
      <thead>
        <tr>
          <th>Number</th>
          <th>at least</th>
          <th>at most</th>
        </tr>
      </thead>
      <tbody>
        {MEASURES.map(([name, label]) => (
          <tr key={name}>
            <td>{label}</td>
            {(["Min", "Max"] as const).map((end) => (
              <td key={end}>
                <input
                  className="bound"
                  inputMode="decimal"
                  aria-label={`${label}, ${end === "Min" ? "at least" : "at most"}`}
                  defaultValue={params.get(name + end) ?? ""}
                  key={params.get(name + end)}
                  // Half a number is not a question yet.
                  onBlur={(event) => setParams(withAll(params, name + end, [event.currentTarget.value.trim()]))}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
