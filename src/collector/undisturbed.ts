import type { Holding } from "./holding.ts";

/**
 * What is read while nothing was being recorded, so that it is the same in the rows and in planning's memory. Whoever
 * changes both by it does so at once: before anything else is awaited.
 */
export async function undisturbed<T>(holding: Holding, read: () => Promise<T>): Promise<T> {
  for (;;) {
    const before = holding.recording;
    await before;
    const found = await read();
    if (holding.recording === before) return found;
  }
}
