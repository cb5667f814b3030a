import { type ReactNode, useId } from "react";

/** An upright line at an instant or age that means something. */
export interface ChartMark {
  readonly x: number;
  readonly text: string;
  readonly colour: string;
  /** What it has to tell to whoever points at it or comes to it by keyboard. */
  readonly detail?: ReactNode;
}

/** A mark with where it came to lie, in pixels of the chart; `null` = out of sight. */
export interface PlacedMark {
  readonly mark: ChartMark;
  readonly left: number | null;
}

/** What can be pointed at on a chart: a button at the head of each mark that has more to tell. */
export function ChartMarks({ placed, width }: { readonly placed: readonly PlacedMark[]; readonly width: number }) {
  const id = useId();
  return placed.map(({ mark: { text, detail, colour }, left }, place) =>
    left === null || detail === undefined ? null : (
      <span key={place} className="mark" style={{ left, color: `var(${colour})` }}>
        <button type="button" aria-label={text} aria-describedby={id + place} />
        <span
          role="tooltip"
          id={id + place}
          // Beyond the middle it opens to the left, so that the page stays as wide as it is.
          className={left > width / 2 ? "left" : ""}
        >
          <strong>{text}</strong>
          <br />
          {detail}
        </span>
      </span>
    ),
  );
}
