import { readlinkSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { basename } from "node:path";

/**
 * Gives this thread what the server's own leave of the processor. Linux alone counts a thread as a process of its own; elsewhere
 * the whole process would be meant, so nothing is done.
 */
export function yieldToServer(): void {
  if (process.platform !== "linux") return;
  try {
    setPriority(Number(basename(readlinkSync("/proc/thread-self"))), constants.priority.PRIORITY_LOW);
  } catch {
    // A container may hide /proc or forbid it; the thread then works at the usual priority.
  }
}
