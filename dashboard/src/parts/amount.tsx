import { whyOf } from "../format/reasons.ts";

/** A number, or in its place the reason why there is none. Nothing that is unknown is ever shown as 0. */
export function Amount({
  value,
  as,
  reason,
  hint,
}: {
  readonly value: number | null;
  readonly as: (value: number) => string;
  readonly reason: string | null;
  readonly hint?: string | undefined;
}) {
  if (value !== null) return <span title={hint}>{as(value)}</span>;
  const { short, long } = whyOf(reason);
  return (
    <span className="why" title={long}>
      {short}
    </span>
  );
}

/** A counter as YouTube said it: without one the owner hides it, unless nobody has asked yet. */
export function Counter({
  value,
  asOf,
  as,
}: {
  readonly value: number | null;
  readonly asOf: string | null;
  readonly as: (value: number) => string;
}) {
  return <Amount value={value} as={as} reason={asOf === null ? "notSampledYet" : "hidden"} />;
}
