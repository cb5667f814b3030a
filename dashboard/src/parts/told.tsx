import { instantsIn } from "../format/instants-in.ts";
import { TimeText } from "./time-text.tsx";

/** A sentence of the service, with the instants in it in the reader's zone. */
export const Told = ({ sentence }: { readonly sentence: string }) =>
  instantsIn(sentence).map((piece) =>
    "at" in piece ? <TimeText key={piece.at} at={piece.at} /> : <span key={piece.words}>{piece.words}</span>,
  );
