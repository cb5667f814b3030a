import { videoItem } from "#api/contract.ts";
import { itemFields, type WantedFields } from "#api/http/item-fields.ts";

/** The fields that are wanted of each video. */
export type VideoFields = WantedFields;

export const { parse: parseFields, pick: pickFields, columns: videoColumns } = itemFields(videoItem);
