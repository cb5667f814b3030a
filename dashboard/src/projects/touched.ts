import { questions } from "../paths.ts";

/** What a change of keys or limits makes old, by its beginning. */
export const TOUCHED = [questions.keys, questions.projects, questions.quota, questions.plan];
