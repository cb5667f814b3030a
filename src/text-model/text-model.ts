/** What is asked of a model. */
export interface TextRequest {
  readonly system: string;
  readonly user: string;
}

/** How a request to a model ended. Whoever asks does the same for the last two: without it. */
export type Completion =
  | { readonly kind: "answered"; readonly text: string }
  /** The endpoint refuses what was sent: the key, the model's name. `detail` is for people. */
  | { readonly kind: "refused"; readonly detail: string }
  /** No answer in time, a broken one, or "later". */
  | { readonly kind: "unavailable"; readonly detail: string };

/** The port to a language model of the operator's choice. */
export interface TextModel {
  /** Its name, for the record beside a text. */
  readonly name: string;
  /** Asks once. `stopping` ends the wait early, as unavailable. */
  complete(request: TextRequest, stopping?: AbortSignal): Promise<Completion>;
}
