import { asAgo, asTime } from "../format/times.ts";
import { useReader } from "../reader.tsx";

/** An instant in the reader's zone. */
export function TimeText({ at }: { readonly at: string }) {
  const { zone } = useReader();
  return <time dateTime={at}>{asTime(at, zone)}</time>;
}

/** How long ago, or until when; the instant itself is shown to a pointer. */
export function Ago({ at, now }: { readonly at: string; readonly now: number }) {
  const { zone } = useReader();
  return (
    <time dateTime={at} title={`${asTime(at, zone)} (${zone})`}>
      {asAgo(at, now)}
    </time>
  );
}
