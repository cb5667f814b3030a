import type { Instant } from "./time.ts";

/** Who pays for a call: quota is the project's, and the key is the one that is sent. */
export interface Payer {
  readonly projectId: string;
  readonly fingerprint: string;
}

/** A key that one call is to try: because YouTube refused it, or because somebody wants to know. */
export interface KeyTest extends Payer {
  /** Whether it is set aside until a test is answered; a key in use stays in use. */
  readonly refused: boolean;
  readonly dueAt: Instant;
  /** Tests in a row that told nothing of it. */
  readonly attempts: number;
}

/** What a test told of its key. */
export interface KeyVerdict {
  readonly fingerprint: string;
  /** `unclear`: YouTube was away, or said something that is not about the key. */
  readonly kind: "accepted" | "refused" | "unclear";
  /** What YouTube said against it, for people; `null` when nothing. */
  readonly said: string | null;
}
