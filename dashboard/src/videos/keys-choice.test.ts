import { expect, it } from "vitest";
import { areKeysOn, switchKeys } from "./keys-choice.ts";

it("letters are commands until somebody switches them off, and again when they are switched on", () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  };
  expect(areKeysOn(storage)).toBe(true);
  switchKeys(false, storage);
  expect(areKeysOn(storage)).toBe(false);
  switchKeys(true, storage);
  expect(areKeysOn(storage)).toBe(true);
});
