import type { FilterProps } from "./filter-bar.tsx";
import { withAll } from "./video-filters.ts";

/** What is typed, and how. Days are UTC's, as the API takes them. */
const FIELDS = [
  ["publishedAfter", "Published from", "date"],
  ["publishedBefore", "Published before", "date"],
  ["language", "Language, like pt or pt-BR", "text"],
  ["tagPrefix", "A tag begins with", "text"],
  ["watch", "Shown to the watch", "text"],
] as const;

export function TextFilters({ params, setParams }: FilterProps) {
  return (
    <div className="filters">
      {FIELDS.map(([name, label, type]) => (
        <label key={name} className="small">
          {label}
          <br />
          <input
            type={type}
            // A date and time from elsewhere is shown by its day.
            defaultValue={type === "date" ? (params.get(name) ?? "").slice(0, 10) : (params.get(name) ?? "")}
            key={params.get(name)}
            onBlur={(event) => setParams(withAll(params, name, [event.currentTarget.value.trim()]))}
          />
        </label>
      ))}
      <label className="small">
        Several tags
        <br />
        <select
          value={params.get("tagMode") ?? "any"}
          onChange={(event) => setParams(withAll(params, "tagMode", [event.currentTarget.value]))}
        >
          <option value="any">any of them</option>
          <option value="all">all of them</option>
        </select>
      </label>
    </div>
  );
}
