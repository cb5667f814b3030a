/** A piece of a sentence: words, or an instant that stands among them. */
export type Piece = { readonly words: string } | { readonly at: string };

const INSTANT = /(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z)/;

/** A sentence of the service cut at its instants, which it writes in UTC for programs and people alike. */
export const instantsIn = (sentence: string): Piece[] =>
  sentence
    .split(INSTANT)
    .map((part, place) => (place % 2 === 1 ? { at: part } : { words: part }))
    .filter((piece) => "at" in piece || piece.words !== "");
