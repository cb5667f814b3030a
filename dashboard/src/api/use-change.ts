import { useMutation, useQueryClient } from "@tanstack/react-query";

/**
 * A change, and what came of it. Afterwards every question whose path begins with one of `touched` is asked again; while
 * nothing else is told by `error`, the change is made or was not tried.
 */
export function useChange<Wish = void, Answer = unknown>(
  make: (wish: Wish) => Promise<Answer>,
  touched: readonly string[],
) {
  const client = useQueryClient();
  return useMutation<Answer, Error, Wish>({
    mutationFn: make,
    onSuccess: () =>
      client.invalidateQueries({
        predicate: ({ queryKey: [path] }) =>
          typeof path === "string" && touched.some((begin) => path.startsWith(begin)),
      }),
  });
}
