import { tableRoles } from "./table-roles.ts";
import type { VideoColumn } from "./video-columns.ts";

interface HeadProps {
  readonly column: VideoColumn;
  readonly sort: string;
  readonly onSort: (sort: string) => void;
}

/** A column's name, which sorts by it where the API does. */
export function ColumnHead({ column: { id, head, sort: name, isNumber }, sort, onSort }: HeadProps) {
  const direction = sort === name ? "ascending" : sort === `-${name}` ? "descending" : "none";
  const className = isNumber ? "number" : "";
  if (name === null) {
    return (
      <th {...tableRoles.head} className={className} scope="col">
        {id === "thumbnail" ? <span className="hidden-text">{head}</span> : head}
      </th>
    );
  }
  return (
    <th {...tableRoles.head} className={className} scope="col" aria-sort={direction}>
      <button type="button" onClick={() => onSort(name)}>
        {head}
        <span aria-hidden="true">{direction === "none" ? "" : direction === "ascending" ? " ▲" : " ▼"}</span>
      </button>
    </th>
  );
}
