import type { TextModel } from "#text-model/text-model.ts";

/** A text model, and how often it may be asked on a UTC day. */
export interface SummaryModel {
  readonly model: TextModel;
  readonly callsPerDay: number;
}
