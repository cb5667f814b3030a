/**
 * What texts are written in. Its tables take seconds and some 150 MB to load, so they are loaded when the first discovery
 * asks, and by nobody who keeps none.
 */
export const textLanguages = () => import("#insights/keywords/text-language.ts");
