import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { asTime } from "../format/times.ts";
import { Answered, Notice } from "../parts/notice.tsx";
import { useReader } from "../reader.tsx";
import { isPending } from "./use-insight.ts";

/** What every insight is given: the address, and how to change it. */
export interface InsightProps {
  readonly params: URLSearchParams;
  readonly setParams: (params: URLSearchParams) => void;
  readonly question: string;
}

/** An insight as it stands: its answer, that it is being computed, or why there is none. */
export function InsightAnswered<Answer>({
  of,
  lines = 16,
  children,
}: {
  readonly of: Pick<UseQueryResult<Answer>, "data" | "error" | "refetch"> & { readonly isAskedAgain: boolean };
  readonly lines?: number;
  readonly children: (answer: Answer) => ReactNode;
}) {
  if (of.data === undefined && isPending(of.error)) {
    return (
      <div role="status">
        <Notice>
          Nobody has asked for this before, so it is being computed: that takes some seconds, a minute for very many
          videos.{" "}
          {of.isAskedAgain ? (
            "This page asks again by itself."
          ) : (
            <>
              It takes longer than it should; the service’s log may say why.{" "}
              <button type="button" className="button" onClick={() => void of.refetch()}>
                Ask again
              </button>
            </>
          )}
        </Notice>
      </div>
    );
  }
  return (
    <Answered of={of} lines={lines}>
      {(answer) => (
        <>
          <WindowText {...(answer as Partial<Windowed>)} />
          {children(answer)}
        </>
      )}
    </Answered>
  );
}

interface Windowed {
  readonly window: string | { readonly from: string; readonly to: string } | null;
}

/** Over which time it is, as the answer says: where nobody chose one, each insight has its usual. */
function WindowText({ window }: Partial<Windowed>) {
  const { zone } = useReader();
  if (typeof window !== "object" || window === null) return null;
  return (
    <p className="small">
      From {asTime(window.from, zone)} until before {asTime(window.to, zone)}.
    </p>
  );
}
