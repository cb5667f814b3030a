import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Heading } from "./heading.tsx";

/** Why there is nothing to see: a sentence, and what can be done. */
export function Notice({ children, action }: { readonly children: ReactNode; readonly action?: ReactNode }) {
  return (
    <div className="notice">
      <p>{children}</p>
      {action}
    </div>
  );
}

/** What an answer looks like, or why there is none: never a blank. */
export function Answered<Answer>({
  of: { data, error, refetch },
  lines = 4,
  title,
  children,
}: {
  readonly of: Pick<UseQueryResult<Answer>, "data" | "error" | "refetch">;
  /** About how many lines the answer takes, so that what stands below does not jump. */
  readonly lines?: number;
  /** Of a page that has no heading but its answer's: what it is called without one. */
  readonly title?: string;
  readonly children: (answer: Answer) => ReactNode;
}) {
  if (data !== undefined) return <>{children(data)}</>;
  if (error) {
    const again = (
      <button type="button" className="button" onClick={() => void refetch()}>
        Ask again
      </button>
    );
    return (
      <div role="alert">
        {title ? <Heading title={title} /> : null}
        <Notice action={again}>{error.message}</Notice>
      </div>
    );
  }
  return (
    <div className="waiting" style={{ minHeight: `${lines * 28}px` }} role="status">
      {title ? <Heading title={title} hidden /> : null}
      <span className="hidden-text">Loading</span>
    </div>
  );
}
