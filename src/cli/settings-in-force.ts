import type { ZodType } from "zod";
import { ENVIRONMENT } from "#config.ts";

/** A setting as it may be shown. */
export interface SettingInForce {
  readonly name: string;
  /** As it was written, else its default; `null` where there is none, and of what is hidden. */
  readonly value: string | null;
  /** Whether somebody wrote it. */
  readonly isSet: boolean;
  /** Whether it is a secret, of which only that much is told. */
  readonly isHidden: boolean;
}

/**
 * Every setting there is, in the order of docs/configuration.md, as it holds in an environment that `readConfig` has taken.
 * Only what is read as plain text or a number is shown: a secret is read as something else, so that no new one has to be
 * named here to stay one.
 */
export const settingsInForce = (env: Readonly<Record<string, string | undefined>>): readonly SettingInForce[] =>
  Object.entries(ENVIRONMENT.shape).map(([name, schema]) => {
    const written = env[name]?.trim() ? env[name] : undefined;
    const isHidden = written !== undefined && !isPlain((schema as ZodType).parse(written));
    return { name, value: isHidden ? null : (written ?? defaultOf(schema)), isSet: written !== undefined, isHidden };
  });

const isPlain = (read: unknown): boolean =>
  typeof read === "string" || typeof read === "number" || (Array.isArray(read) && read.every(isPlain));

/** The text that stands in where nothing is written. */
function defaultOf({ def }: { readonly def: object }): string | null {
  const text = "defaultValue" in def ? String(def.defaultValue) : "";
  return text === "" ? null : text;
}
