import type { Instant } from "#domain/time.ts";
import type { Json } from "./tables.ts";

/** The tables of imports, as queries see them (tables.ts). */
export interface ImportTables {
  readonly import: {
    id: string;
    kind: "channels" | "videos" | "snapshots";
    name: string;
    sha256: string;
    mapping: Json<Readonly<Record<string, unknown>>>;
    state: "reading" | "deriving" | "done" | "failed";
    position: number;
    stored: number;
    present: number;
    refused: number;
    refusals: Json<Readonly<Record<string, number>>>;
    first_at: Instant | null;
    last_at: Instant | null;
    reason: string | null;
    started_at: Instant;
    updated_at: Instant;
  };
  readonly import_video: { video_id: string };
  readonly video_request: {
    video_id: string;
    requested_at: Instant;
    state: "waiting" | "followed" | "refused";
    settled_at: Instant | null;
  };
}
