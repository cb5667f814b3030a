import type { Bucket } from "./quota.ts";

const PROJECT = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

/** Whether a text can name a project: letters, digits, dots, dashes and underscores, 63 at most. */
export const isProjectName = (text: string): boolean => PROJECT.test(text);

/** The project of keys that name none. */
export const PROJECT_DEFAULT = "default";

/** Units a day in each bucket. */
export type ProjectLimits = Readonly<Record<Bucket, number>>;

/** More than Google has ever been heard to grant; what is beyond is a typing error, and would not fit the ledger's sums. */
export const LIMIT_MOST = 100_000_000;
