import { channelFields } from "./dictionary/channel-fields.ts";
import { collectionFields } from "./dictionary/collection-fields.ts";
import { discoveryFields } from "./dictionary/discovery-fields.ts";
import type { DictionaryField } from "./dictionary/field.ts";
import { insightFields } from "./dictionary/insight-fields.ts";
import { videoDetailFields } from "./dictionary/video-detail-fields.ts";
import { videoFields } from "./dictionary/video-fields.ts";

/**
 * Every field of what Viewcurve answers and exports: its meaning, its unit, when it is null and why, and the page that says
 * how it is computed. The API's contracts are held against it by a test, and whoever writes data beside which a description is
 * to lie takes it from here.
 */
export const dictionary: readonly DictionaryField[] = [
  ...videoFields,
  ...videoDetailFields,
  ...channelFields,
  ...collectionFields,
  ...discoveryFields,
  ...insightFields,
];
