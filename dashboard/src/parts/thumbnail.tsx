import { useState } from "react";
import { useReader } from "../reader.tsx";

/** From nowhere else are pictures loaded, whatever an address in the database says; the server's policy agrees. */
const HOSTS = ["i.ytimg.com", "yt3.ggpht.com"];

function isPicture(url: string | null): url is string {
  const parsed = url === null ? null : URL.parse(url);
  return parsed?.protocol === "https:" && HOSTS.includes(parsed.host);
}

/** A picture that says nothing the text beside it does not; without one its place stays. */
export function Thumbnail({ url, round = false }: { readonly url: string | null; readonly round?: boolean }) {
  const { thumbnails } = useReader();
  const [failed, setFailed] = useState<string | null>(null);
  const name = round ? "thumbnail round" : "thumbnail";
  if (!thumbnails || !isPicture(url) || failed === url) return <span className={name} />;
  return (
    <img
      className={name}
      src={url}
      alt=""
      loading="lazy"
      decoding="async"
      referrerPolicy="no-referrer"
      onError={() => setFailed(url)}
    />
  );
}
