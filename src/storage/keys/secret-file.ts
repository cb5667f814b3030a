import { createHash, randomBytes } from "node:crypto";
import { chmod, link, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { makeDirectory } from "./make-directory.ts";

export type Secret =
  | { readonly kind: "opened"; readonly secret: Buffer; readonly path: string }
  /** `reason` says what is in the way and what to do. */
  | { readonly kind: "refused"; readonly reason: string };

const SECRET_BYTES = 32;

/**
 * The secret that seals stored keys when `VIEWCURVE_SECRET` gives none: a file of 32 random bytes, readable by its
 * owner only, made on first use at `<configDirectory>/viewcurve/<hash of the data directory>.key`. `configDirectory` is
 * `$XDG_CONFIG_HOME` or `~/.config`: outside the data directory on purpose, so that a copied or backed-up data
 * directory gives nobody the keys. Two processes that come first at the same time get the same secret.
 */
export async function loadOrCreateSecret(configDirectory: string, dataDirectory: string): Promise<Secret> {
  const directory = join(resolve(configDirectory), "viewcurve");
  const data = resolve(dataDirectory);
  if (isWithin(directory, data)) {
    return refused(`The secret must not lie in the data directory, and ${directory} does.`);
  }
  const name = `${createHash("sha256").update(data).digest("hex").slice(0, 16)}.key`;
  const path = join(directory, name);
  try {
    await makeDirectory(directory, 0o700);
    if ((await readIfThere(path)) === null) await createWhole(path);
    // Whoever widened its mode by copying it around gets it narrowed again.
    await chmod(path, 0o600);
    const secret = await readFile(path);
    if (secret.length === SECRET_BYTES) return { kind: "opened", secret, path };
    return refused(`${path} is not a secret file of Viewcurve's (it should have ${SECRET_BYTES} bytes).`);
  } catch (error) {
    return refused(`The secret file ${path} cannot be used: ${error instanceof Error ? error.message : error}.`);
  }
}

/** The secret at a path, and the one that a rotation has laid beside it and not put in its place; `null` = there is none. */
export async function readSecrets(path: string): Promise<{ readonly current: Buffer; readonly next: Buffer | null }> {
  return { current: await readFile(path), next: await readIfThere(nextOf(path)) };
}

/** Lays a new secret beside the present one, safe on the disk, in place of one that nothing was ever sealed by. */
export async function layNextSecret(path: string): Promise<Buffer> {
  const secret = randomBytes(SECRET_BYTES);
  await rm(nextOf(path), { force: true });
  await using file = await open(nextOf(path), "wx", 0o600);
  await file.writeFile(secret);
  await file.sync();
  await syncDirectory(path);
  return secret;
}

/** Puts the secret that was laid beside the present one in its place. */
export async function adoptNextSecret(path: string): Promise<void> {
  await rename(nextOf(path), path);
  await syncDirectory(path);
}

/** Removes a secret that was laid beside the present one and sealed nothing. */
export const dropNextSecret = (path: string): Promise<void> => rm(nextOf(path), { force: true });

const nextOf = (path: string): string => `${path}.next`;

/** A name is safe on the disk when its directory is. */
async function syncDirectory(path: string): Promise<void> {
  await using directory = await open(dirname(path), "r");
  await directory.sync();
}

const refused = (what: string): Secret => ({
  kind: "refused",
  reason: `${what} Set VIEWCURVE_SECRET, or point XDG_CONFIG_HOME to another directory.`,
});

const isWithin = (path: string, directory: string): boolean => {
  const way = relative(directory, path);
  return way === "" || !(way === ".." || way.startsWith("../") || isAbsolute(way));
};

async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isCode(error, "ENOENT")) return null;
    throw error;
  }
}

/** Links a finished draft into place, so that nobody ever reads half a secret and the first of two wins. */
async function createWhole(path: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  try {
    await writeFile(draft, randomBytes(SECRET_BYTES), { mode: 0o600, flag: "wx" });
    await link(draft, path);
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;
