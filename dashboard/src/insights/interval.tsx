import { Amount } from "../parts/amount.tsx";

/** A number with what chance leaves of it, or why there is none. */
export function Interval({
  of,
  as,
  reason,
}: {
  readonly of: { readonly value: number | null; readonly low: number | null; readonly high: number | null } | null;
  readonly as: (value: number) => string;
  readonly reason: string | null;
}) {
  const value = of?.value ?? null;
  return (
    <>
      <Amount value={value} as={as} reason={reason} />
      {of && value !== null && of.low !== null && of.high !== null ? (
        <span className="interval">
          {" "}
          {as(of.low)} – {as(of.high)}
        </span>
      ) : null}
    </>
  );
}
