import { columnVisibilityFeature, createColumnHelper, tableFeatures, useTable } from "@tanstack/react-table";
import { memo, type Ref, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useNow } from "../clock.ts";
import { videoCell } from "./video-cell.tsx";
import { VIDEO_COLUMNS, type VideoColumn, type VideoRow } from "./video-columns.ts";
import { ROW_HEIGHT, scrollToRow, visibleRows } from "./visible-rows.ts";

const features = tableFeatures({ columnVisibilityFeature });
const helper = createColumnHelper<typeof features, VideoRow>();
const columnsById = new Map(VIDEO_COLUMNS.map((column) => [column.id, column]));

/** How far is scrolled before other rows are drawn. */
const STEP = 6 * ROW_HEIGHT;

/** What the page's keys do to its table. */
export interface TableHandle {
  /** Makes a row the chosen one and gives its link the focus. */
  choose(row: number): void;
}

export interface VideoTableProps {
  readonly rows: readonly VideoRow[];
  readonly shown: ReadonlySet<string>;
  readonly sort: string;
  readonly onSort: (sort: string) => void;
  readonly chosen: number;
  readonly onChoose: (row: number) => void;
  /** Asked for when the reader comes near the end. */
  readonly more: () => void;
  readonly handle: Ref<TableHandle>;
}

/** A table of any length: only the rows that are seen are drawn. */
export function VideoTable(props: VideoTableProps) {
  const { rows, shown, sort, onSort, chosen, onChoose, more, handle } = props;
  const now = useNow();
  const box = useRef<HTMLElement>(null);
  const [view, setView] = useState({ top: 0, height: 800 });
  const columns = useMemo(() => VIDEO_COLUMNS.map(({ id, head }) => helper.display({ id, header: head })), []);
  const columnVisibility = useMemo(
    () => Object.fromEntries(VIDEO_COLUMNS.map(({ id }) => [id, shown.has(id)])),
    [shown],
  );
  const table = useTable({ features, columns, data: rows as VideoRow[], state: { columnVisibility } });
  const visible = table.getVisibleLeafColumns();
  const heads = useMemo(() => visible.flatMap(({ id }) => columnsById.get(id) ?? []), [columnVisibility]);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    // Some rows at a time: what is drawn beyond the edges covers what lies between.
    const look = () => {
      const [top, height] = [element.scrollTop - (element.scrollTop % STEP), element.clientHeight];
      setView((before) => (before.top === top && before.height === height ? before : { top, height }));
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, []);

  const { from, to } = visibleRows(view.top, view.height, rows.length);
  useLayoutEffect(() => {
    if (to >= rows.length - 20) more();
  }, [to, rows.length, more]);

  const [wanted, setWanted] = useState<number | null>(null);
  useImperativeHandle(handle, () => ({
    choose(row) {
      const element = box.current;
      const top = element && scrollToRow(row, element.scrollTop, element.clientHeight);
      if (element && top !== null) element.scrollTop = top;
      setWanted(row);
      onChoose(row);
    },
  }));
  // The row may have to be drawn first.
  useLayoutEffect(() => {
    if (wanted === null) return;
    const link = box.current?.querySelector<HTMLElement>(`tr[data-row="${wanted}"] td.title a`);
    if (!link) return;
    link.focus({ preventScroll: true });
    setWanted(null);
  }, [wanted, from, to]);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard where no link is in sight
    <section className="rows" ref={box} tabIndex={0} aria-label="Videos, a table that scrolls">
      <table aria-rowcount={rows.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {heads.map((column) => (
              <Head key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          <Space rows={from} columns={heads.length} />
          {table
            .getRowModel()
            .rows.slice(from, to)
            .map((row) => (
              <Row
                key={row.original.id}
                video={row.original}
                place={row.index}
                heads={heads}
                isChosen={row.index === chosen}
                onChoose={onChoose}
                now={now}
              />
            ))}
          <Space rows={rows.length - to} columns={heads.length} />
        </tbody>
      </table>
    </section>
  );
}

interface RowProps extends Pick<VideoTableProps, "onChoose"> {
  readonly video: VideoRow;
  readonly place: number;
  readonly heads: readonly VideoColumn[];
  readonly isChosen: boolean;
  readonly now: number;
}

/** Drawn anew only when something of it has changed: scrolling draws the rows that come, and no other. */
const Row = memo(({ video, place, heads, isChosen, onChoose, now }: RowProps) => (
  <tr data-row={place} aria-rowindex={place + 2} className={isChosen ? "chosen" : ""} onFocus={() => onChoose(place)}>
    {heads.map(({ id, isNumber }) => (
      <td key={id} className={isNumber ? "number" : id === "channel" ? "name" : id === "title" ? "title" : ""}>
        {videoCell(id, video, now)}
      </td>
    ))}
  </tr>
));

/** What stands for the rows that are not drawn. */
function Space({ rows, columns }: { readonly rows: number; readonly columns: number }) {
  if (rows <= 0) return null;
  return (
    <tr className="space">
      <td colSpan={columns} style={{ height: rows * ROW_HEIGHT, padding: 0 }} />
    </tr>
  );
}

interface HeadProps extends Pick<VideoTableProps, "sort" | "onSort"> {
  readonly column: VideoColumn;
}

function Head({ column: { head, sort: name, isNumber }, sort, onSort }: HeadProps) {
  const direction = sort === name ? "ascending" : sort === `-${name}` ? "descending" : "none";
  const className = isNumber ? "number" : "";
  if (name === null) {
    return (
      <th className={className} scope="col">
        {head}
      </th>
    );
  }
  return (
    <th className={className} scope="col" aria-sort={direction}>
      <button type="button" onClick={() => onSort(name)}>
        {head}
        <span aria-hidden="true">{direction === "none" ? "" : direction === "ascending" ? " ▲" : " ▼"}</span>
      </button>
    </th>
  );
}
