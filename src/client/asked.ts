import type { z } from "zod";
import type { channelUploads } from "#api/channels/channel-uploads-contract.ts";
import type { dictionaryAnswer } from "#api/documents/dictionary-contract.ts";
import type { scopeParams } from "#api/insights/scope-query.ts";
import type { Format } from "#domain/video.ts";
import type { Answered, Asked } from "./wire-types.ts";

/* What several operations of the API take. */

export type Nothing = Readonly<Record<never, never>>;

export type PageOf = { readonly limit?: number; readonly cursor?: string };
export type UploadsAsked = { readonly age?: Answered<typeof channelUploads>["age"]; readonly format?: Format };
export type DaysAsked = { readonly days?: number };
export type EntityAsked = { readonly entity?: Answered<typeof dictionaryAnswer>["items"][number]["entity"] };
type ScopeAsked = Asked<z.ZodObject<typeof scopeParams>>;

export type OutliersAsked = ScopeAsked & {
  readonly window?: string;
  readonly from?: string | Date;
  readonly limit?: number;
};
export type WatchesAsked = { readonly state?: "active" | "paused" | "removed" };
export type FoundAsked = { readonly sort?: string };
