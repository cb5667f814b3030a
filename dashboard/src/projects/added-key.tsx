import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { KeyAnswer } from "#api/operations/keys-contract.ts";
import { useAnswer } from "../api/use-answer.ts";
import { questions } from "../paths.ts";
import { keyWords } from "./key-words.ts";
import { TOUCHED } from "./touched.ts";

const LOOK_MS = 1_000;

/** What became of a key that was added just now: it is looked at until its test has ended. */
export function AddedKey({ fingerprint }: { readonly fingerprint: string }) {
  const found = useAnswer<KeyAnswer>(questions.key(fingerprint), {
    every: (key) => (key === undefined || key.state === "testing" ? LOOK_MS : false),
  });
  const isTried = found.data !== undefined && found.data.state !== "testing";
  const client = useQueryClient();
  useEffect(() => {
    // Elsewhere it stands as it was when it was stored.
    if (isTried) for (const question of TOUCHED) void client.invalidateQueries({ queryKey: [question] });
  }, [isTried, client]);
  if (!found.data) return null;
  const { text, tone } = keyWords(found.data);
  return (
    <p role="status">
      <code>{found.data.masked}</code> is stored, sealed: <span className={tone}>{text}</span>
    </p>
  );
}
