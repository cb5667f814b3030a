import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import { useSearchParams } from "wouter";
import { paramsNow } from "./parts/params-now.ts";

/* How the person in front of the page wants it: the zone of its times, and whether pictures are loaded. */

interface Reader {
  readonly zone: string;
  readonly zones: readonly string[];
  readonly setZone: (zone: string) => void;
  /** Whether thumbnails are loaded from YouTube, the only thing that a page asks of anybody else. */
  readonly thumbnails: boolean;
  readonly setThumbnails: (wanted: boolean) => void;
}

const ReaderContext = createContext<Reader | null>(null);

/** YouTube's quota day is Los Angeles' day. */
export const QUOTA_ZONE = "America/Los_Angeles";

const here = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

function isZone(zone: string | null): zone is string {
  try {
    return zone !== null && zone !== "" && Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
}

/** What the address says is what its sender saw, and goes before one's own habit. */
export function ReaderProvider({ children }: { readonly children: ReactNode }) {
  const [params, setParams] = useSearchParams();
  const [kept, keep] = useState(() => localStorage.getItem("zone"));
  const [keptPictures, keepPictures] = useState(() => localStorage.getItem("thumbnails"));
  const pictures = [params.get("thumbnails"), keptPictures].find((said) => said === "on" || said === "off") !== "off";
  const asked = params.get("zone");
  const zone = [asked, kept].find(isZone) ?? here();
  const setZone = useCallback(
    (wanted: string) => {
      localStorage.setItem("zone", wanted);
      keep(wanted);
      setParams(withParam(paramsNow(), "zone", wanted), { replace: true });
    },
    [setParams],
  );
  const setThumbnails = useCallback(
    (wanted: boolean) => {
      const said = wanted ? "on" : "off";
      localStorage.setItem("thumbnails", said);
      keepPictures(said);
      setParams(withParam(paramsNow(), "thumbnails", said), { replace: true });
    },
    [setParams],
  );
  const reader = useMemo(
    () => ({
      zone,
      zones: [...new Set([here(), "UTC", QUOTA_ZONE, zone])],
      setZone,
      thumbnails: pictures,
      setThumbnails,
    }),
    [zone, setZone, pictures, setThumbnails],
  );
  return <ReaderContext value={reader}>{children}</ReaderContext>;
}

export function useReader(): Reader {
  const reader = useContext(ReaderContext);
  if (!reader) throw new Error("a page is shown outside of ReaderProvider");
  return reader;
}

/** The same parameters with one changed; an empty value takes it out. */
export function withParam(params: URLSearchParams, name: string, value: string): URLSearchParams {
  const changed = new URLSearchParams(params);
  if (value === "") changed.delete(name);
  else changed.set(name, value);
  return changed;
}
