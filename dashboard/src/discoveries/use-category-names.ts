import type { Categories } from "#api/operations/stats-contract.ts";
import { useAnswer } from "../api/use-answer.ts";
import { questions } from "../paths.ts";

/** What YouTube calls a category; its number until that is known. */
export function useCategoryNames(): (id: string) => string {
  const categories = useAnswer<Categories>(questions.categories);
  return (id) => categories.data?.items.find((one) => one.id === id)?.name ?? `category ${id}`;
}
