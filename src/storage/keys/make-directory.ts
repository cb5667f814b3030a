import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Makes a directory and those it lies in, where they are missing. Node's own `recursive` tries for ever, at full load,
 * where a file system answers ENOENT under a directory that is there (`/proc` does).
 *
 * @throws the file system's error: ENOENT when nothing can be made there, ENOTDIR or EEXIST when a file is in the way.
 */
export async function makeDirectory(path: string, mode = 0o777): Promise<void> {
  try {
    await mkdir(path, { mode });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" && (await stat(path)).isDirectory()) return;
    const parent = dirname(path);
    if (code !== "ENOENT" || parent === path) throw error;
    await makeDirectory(parent, mode);
    await mkdir(path, { mode }).catch(async (again: NodeJS.ErrnoException) => {
      // Another process may have made it meanwhile.
      if (again.code !== "EEXIST" || !(await stat(path)).isDirectory()) throw again;
    });
  }
}
