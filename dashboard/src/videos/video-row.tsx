import { memo } from "react";
import { tableRoles } from "./table-roles.ts";
import type { RowCurve } from "./use-curves.ts";
import { videoCell } from "./video-cell.tsx";
import type { VideoColumn, VideoRow } from "./video-columns.ts";
import { ROW_HEIGHT } from "./visible-rows.ts";

interface RowProps {
  readonly video: VideoRow;
  readonly place: number;
  readonly heads: readonly VideoColumn[];
  readonly isChosen: boolean;
  readonly onChoose: (row: number) => void;
  readonly now: number;
  readonly curve: RowCurve | undefined;
}

/**
 * A row at its place, drawn anew only when something of it has changed. Rows that come and go move no other: each is laid
 * out by itself, which a table's own rows never are.
 */
export const Row = memo(({ video, place, heads, isChosen, onChoose, now, curve }: RowProps) => (
  <tr
    {...tableRoles.row}
    data-row={place}
    aria-rowindex={place + 2}
    className={isChosen ? "chosen" : ""}
    style={{ transform: `translateY(${place * ROW_HEIGHT}px)` }}
    onFocus={() => onChoose(place)}
  >
    {heads.map(({ id, isNumber }) => (
      <td {...tableRoles.cell} key={id} className={classOf(id, isNumber)}>
        {videoCell(id, video, now, curve)}
      </td>
    ))}
  </tr>
));

function classOf(id: string, isNumber: boolean): string {
  if (id === "thumbnail") return "picture";
  return isNumber ? "number" : id === "title" || id === "channel" ? id : "";
}
