import { asCount } from "../format/numbers.ts";

/** How much of a list is there, and the way to more of it. */
export function MoreButton({
  shown,
  hasMore,
  isAsking,
  more,
}: {
  readonly shown: number;
  readonly hasMore: boolean;
  readonly isAsking: boolean;
  readonly more: () => void;
}) {
  if (!hasMore) return <p className="small">{asCount(shown)}, all there are.</p>;
  return (
    <p className="small">
      {asCount(shown)} loaded.{" "}
      <button type="button" className="button" disabled={isAsking} onClick={more}>
        More
      </button>
    </p>
  );
}
