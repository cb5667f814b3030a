/** Exit codes, the same for every command. */
export const EXIT = { ok: 0, failed: 1, usage: 2, quota: 3, auth: 4 } as const;

/** Where a program writes to after its reader has gone away, as `viewcurve plan | head -1` does. */
const READER_GONE = "EPIPE";

/**
 * Ends the process after an error nobody expected. The message and the place it comes from are what a report needs; a
 * whole stack trace would hide them from whoever only wants to know what happened.
 */
export function endByBug(error: unknown): never {
  if ((error as NodeJS.ErrnoException | null)?.code === READER_GONE) process.exit(EXIT.ok);
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const place = /\n\s+at (.*)/.exec(stack ?? "")?.[1];
  process.stderr.write(`viewcurve: ${message}\nThis is a bug. Please report it${place ? ` (at ${place})` : ""}.\n`);
  process.exit(EXIT.failed);
}

/** Ends a command with one sentence on standard error: what happened and what to do. */
export function fail(message: string, code: number = EXIT.failed): void {
  process.stderr.write(`viewcurve: ${message}\n`);
  process.exitCode = code;
}
