import { useSearchParams } from "wouter";
import { isOpened, withOpened } from "./opened-parts.ts";
import { paramsNow } from "./params-now.ts";

/** Whether a part of the page is opened, as the address says, and a way to open or close it. */
export function useOpened(name: string): readonly [isOpen: boolean, setOpen: (isOpen: boolean) => void] {
  const [params, setParams] = useSearchParams();
  const setOpen = (isOpen: boolean) => setParams(withOpened(paramsNow(), name, isOpen), { replace: true });
  return [isOpened(params, name), setOpen];
}
