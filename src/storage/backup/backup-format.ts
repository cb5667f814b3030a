/*
 * The form of a backup file: a line that says what it is, then frames. A frame is one byte for its kind, four for the
 * length of what follows (big-endian), and the content. A header comes first; then each part with the rows of one
 * table or of one month of it; an end; and a seal over all of it. The rows are PostgreSQL's own COPY text, which every
 * version reads, cut into blocks without regard to their lines, each compressed by itself.
 */

/** The first bytes of every backup, so that a foreign file is known at once. */
export const MAGIC = Buffer.from("VIEWCURVE BACKUP\n");

/** Grows when an older program could misread what a newer one writes. */
export const FORMAT = 1;

/** What a frame holds: JSON in a header, a part and an end; zstd in rows; a SHA-256 of every byte before it in a seal. */
export const FRAME = { header: 0x48, part: 0x50, rows: 0x52, end: 0x45, seal: 0x53 } as const;

/** A frame's kind and the length of its content. */
export const FRAME_HEAD_BYTES = 5;

/** Rows are cut at this size: large enough to compress well, small enough that a few in memory do not matter. */
export const BLOCK_BYTES = 1 << 20;

/** No frame is longer: zstd lets a block that it cannot compress grow by a fraction of a percent. */
export const FRAME_BYTES_MAX = 2 * BLOCK_BYTES;

export interface BackupHeader {
  readonly format: number;
  /** The version of Viewcurve that wrote it. */
  readonly product: string;
  /** The version of PostgreSQL it was read from. */
  readonly postgres: string;
  /** The newest migration of the database it was read from: the schema it is restored into. */
  readonly migration: number;
  readonly kind: "real" | "virtual";
  /** RFC 3339, UTC. */
  readonly createdAt: string;
}

/** What the rows that follow belong to. */
export interface BackupPart {
  readonly table: string;
  /** In the order in which the rows hold them. */
  readonly columns: readonly string[];
  /** The first instant of the UTC month (RFC 3339), when the table is partitioned; else `null`. */
  readonly month: string | null;
}

/** How much a whole backup holds. */
export interface BackupEnd {
  readonly parts: number;
  readonly rows: number;
}

/** A header, or `null` when the text is none, or of a format that this program does not know. */
export function parseHeader(text: string): BackupHeader | null {
  const { format, product, postgres, migration, kind, createdAt } = fieldsOf(text);
  if (format !== FORMAT || !isCount(migration) || (kind !== "real" && kind !== "virtual")) return null;
  if (typeof product !== "string" || typeof postgres !== "string" || typeof createdAt !== "string") return null;
  return { format, product, postgres, migration, kind, createdAt };
}

/** A part, or `null` when the text is none. */
export function parsePart(text: string): BackupPart | null {
  const { table, columns, month } = fieldsOf(text);
  if (typeof table !== "string" || (month !== null && typeof month !== "string")) return null;
  if (!Array.isArray(columns) || !columns.every((name) => typeof name === "string")) return null;
  return { table, columns, month };
}

/** An end, or `null` when the text is none. */
export function parseEnd(text: string): BackupEnd | null {
  const { parts, rows } = fieldsOf(text);
  return isCount(parts) && isCount(rows) ? { parts, rows } : null;
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
