import { resolve } from "node:path";
import { setFlagsFromString } from "node:v8";
import { RefusalLog } from "#imports/refusal-log.ts";
import { BrokenFile } from "#imports/row.ts";
import { openSource, type SourceFile } from "#imports/source-file.ts";
import { EXIT, fail } from "./exit.ts";

/**
 * Opens the file that is to be imported and the one for refused rows, does the work, and says in one sentence why either
 * cannot be read or written.
 */
export async function withImport(
  path: string,
  rejects: string | undefined,
  work: (source: SourceFile, log: RefusalLog) => Promise<void>,
): Promise<void> {
  if (rejects !== undefined && resolve(rejects) === resolve(path)) {
    return fail(`--rejects ${rejects} is the file that is imported, and would be lost: name another.`, EXIT.usage);
  }
  spareMemory();
  let source: SourceFile;
  try {
    source = await openSource(path, process.stdin);
  } catch (error) {
    return fail(`${path} cannot be read (${codeOf(error)}).`, EXIT.usage);
  }
  const log = new RefusalLog(rejects ?? null);
  try {
    await work(source, log);
    await log.end();
  } catch (error) {
    if (error instanceof BrokenFile) return fail(`${path}: ${error.message}`);
    const { path: where, code } = error as NodeJS.ErrnoException;
    if (where === undefined || where !== rejects) throw error;
    fail(
      `${where} cannot be written (${code ?? "unknown"}): rows that are refused would be lost. What was stored stays.`,
    );
  } finally {
    await log.end().catch(() => undefined);
    await source.close();
  }
}

/**
 * Rows live for a moment: by default the engine would rather let its nursery grow to a hundred megabytes than clear it more
 * often. It takes a twentieth longer, and leaves the memory to the database.
 */
const spareMemory = (): void => setFlagsFromString("--semi-space-growth-factor=1");

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? "unknown";
