import { expect, it } from "vitest";
import { areKeysOn, switchKeys } from "./keys-choice.ts";

it("letters are commands until somebody switches them off, and again when they are switched on; an address goes first", () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  };
  expect(areKeysOn("", storage)).toBe(true);
  expect(switchKeys(false, storage)).toBe("off");
  expect(areKeysOn("?keys=nonsense", storage)).toBe(false);
  expect(areKeysOn("?sort=views&keys=on", storage)).toBe(true);
  expect(switchKeys(true, storage)).toBe("on");
  expect(areKeysOn("", storage)).toBe(true);
  expect(areKeysOn("?keys=off", storage)).toBe(false);
});
