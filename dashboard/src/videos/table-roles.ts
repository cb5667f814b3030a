/**
 * Some browsers take a table that is laid out by boxes and grids for no table any more: its parts say what they are
 * (docs/decisions/0012).
 */
export const tableRoles = {
  table: { role: "table" },
  group: { role: "rowgroup" },
  row: { role: "row" },
  head: { role: "columnheader" },
  cell: { role: "cell" },
} as const;
