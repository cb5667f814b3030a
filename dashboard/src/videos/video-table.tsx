import { columnVisibilityFeature, createColumnHelper, tableFeatures, useTable } from "@tanstack/react-table";
import { type CSSProperties, type Ref, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useNow } from "../clock.ts";
import { ColumnHead } from "./column-head.tsx";
import { tableRoles } from "./table-roles.ts";
import { useCurves } from "./use-curves.ts";
import { VIDEO_COLUMNS, type VideoRow } from "./video-columns.ts";
import { Row } from "./video-row.tsx";
import { ROW_HEIGHT, scrollToRow, visibleRows } from "./visible-rows.ts";

const features = tableFeatures({ columnVisibilityFeature });
const helper = createColumnHelper<typeof features, VideoRow>();
const columnsById = new Map(VIDEO_COLUMNS.map((column) => [column.id, column]));

/** How far is scrolled before other rows are drawn. */
const STEP = 3 * ROW_HEIGHT;

/** Some twenty sheets. Whoever wants more of a list wants it as CSV. */
const PRINTED_ROWS = 1_000;

/** What the page's keys do to its table. */
export interface TableHandle {
  /** Makes a row the chosen one and gives its link the focus. */
  choose(row: number): void;
  /** Scrolls to where a row is seen. */
  reveal(row: number): void;
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
  const view = useView(box);
  const { from, to } = visibleRows(view.top, view.height, rows.length);
  const inSight = useMemo(() => rows.slice(from, to), [rows, from, to]);
  const columns = useMemo(() => VIDEO_COLUMNS.map(({ id, head }) => helper.display({ id, header: head })), []);
  const columnVisibility = useMemo(
    () => Object.fromEntries(VIDEO_COLUMNS.map(({ id }) => [id, shown.has(id)])),
    [shown],
  );
  const table = useTable({ features, columns, data: inSight, state: { columnVisibility } });
  const visible = table.getVisibleLeafColumns();
  const heads = useMemo(() => visible.flatMap(({ id }) => columnsById.get(id) ?? []), [columnVisibility]);
  const curves = useCurves(rows, from, to, shown.has("curve"));

  useLayoutEffect(() => {
    if (to >= rows.length - 40) more();
  }, [to, rows.length, more]);

  const [wanted, setWanted] = useState<number | null>(null);
  const reveal = (row: number): void => {
    const element = box.current;
    const top = element && scrollToRow(row, element.scrollTop, element.clientHeight);
    if (element && top !== null) element.scrollTop = top;
  };
  useImperativeHandle(handle, () => ({
    reveal,
    choose(row) {
      reveal(row);
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

  const layout = {
    "--columns": heads
      .map(({ width, grows }) => (grows > 0 ? `minmax(${width}px, ${grows}fr)` : `${width}px`))
      .join(" "),
    minWidth: heads.reduce((sum, { width }) => sum + width, 0),
  } as CSSProperties;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard where no link is in sight
    <section className="rows" ref={box} tabIndex={0} aria-label="Videos, a table that scrolls">
      <table {...tableRoles.table} className="lines" style={layout} aria-rowcount={rows.length + 1}>
        <thead {...tableRoles.group}>
          <tr {...tableRoles.row} aria-rowindex={1}>
            {heads.map((column) => (
              <ColumnHead key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody {...tableRoles.group} style={{ height: rows.length * ROW_HEIGHT }}>
          {table.getRowModel().rows.map(({ original, index }) => (
            <Row
              key={original.id}
              video={original}
              place={from + index}
              heads={heads}
              isChosen={from + index === chosen}
              onChoose={onChoose}
              now={now}
              curve={curves.get(original.id)}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** How far a box is scrolled, in steps, and how high it is. */
function useView(box: { readonly current: HTMLElement | null }): { readonly top: number; readonly height: number } {
  const [view, setView] = useState({ top: 0, height: 800 });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    // Some rows at a time: what is drawn beyond the edges covers what lies between.
    const look = () => {
      const [top, height] = [element.scrollTop - (element.scrollTop % STEP), element.clientHeight];
      setView((before) => (before.top === top && before.height === height ? before : { top, height }));
    };
    // Paper does not scroll: it has every row that is loaded, as far as a printer is worth it.
    const paper = matchMedia("print");
    const lookAgain = () => {
      if (paper.matches) setView({ top: 0, height: PRINTED_ROWS * ROW_HEIGHT });
      else look();
    };
    lookAgain();
    const observer = new ResizeObserver(lookAgain);
    observer.observe(element);
    paper.addEventListener("change", lookAgain);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      paper.removeEventListener("change", lookAgain);
      element.removeEventListener("scroll", look);
    };
  }, [box]);
  return view;
}
