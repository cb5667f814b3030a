import type { Change } from "../chart/revision-changes.ts";
import { Thumbnail } from "./thumbnail.tsx";

/** What a field said; pictures are shown where it is known whose they are. */
function Said({
  field,
  value,
  picture,
}: {
  field: string;
  value: unknown;
  picture: { id: string; before?: string } | null;
}) {
  if (value === null || value === undefined || value === "") return <span className="quiet">nothing</span>;
  if (field === "thumbnail" && picture && typeof value === "string") {
    return (
      <span className="large">
        <Thumbnail url={value} {...picture} />
      </span>
    );
  }
  return (
    <bdi>{typeof value === "string" ? value : Array.isArray(value) ? value.join(", ") : JSON.stringify(value)}</bdi>
  );
}

/** A change as it was and as it became. `videoId` = whose pictures may be shown; absent = none are. */
export function ChangeText({ change, videoId }: { readonly change: Change; readonly videoId?: string }) {
  const { field, before, seenAt } = change;
  const of = videoId === undefined ? null : { id: videoId };
  return (
    <>
      <del>
        <Said field={field} value={before} picture={of && { ...of, before: seenAt }} />
      </del>
      {"after" in change ? (
        <>
          <span aria-hidden="true"> → </span>
          <span className="hidden-text"> became </span>
          <ins>
            <Said field={field} value={change.after} picture={of} />
          </ins>
        </>
      ) : null}
    </>
  );
}
