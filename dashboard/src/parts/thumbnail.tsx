import { useState } from "react";
import { pictures } from "../paths.ts";
import { useReader } from "../reader.tsx";

/** From nowhere else are pictures loaded, whatever an address in the database says; the server's policy agrees. */
const HOSTS = ["i.ytimg.com", "yt3.ggpht.com"];

/** How the server wants them loaded: it writes it into the page that everything begins with (src/api/documents/dashboard.ts). */
const way = document.documentElement.dataset["thumbnails"] ?? "direct";

export interface ThumbnailProps {
  readonly url: string | null;
  /** Of the video or channel that it shows. */
  readonly id: string;
  /** When a change was seen before which it was shown; absent = it is shown now. */
  readonly before?: string;
  readonly round?: boolean;
}

function addressOf({ url, id, before }: ThumbnailProps): string | null {
  const parsed = url === null ? null : URL.parse(url);
  if (parsed?.protocol !== "https:" || !HOSTS.includes(parsed.host)) return null;
  switch (way) {
    case "direct":
      return url;
    case "proxied":
      return before === undefined ? pictures.of(id) : pictures.before(id, before);
    default:
      return null;
  }
}

/** A picture that says nothing the text beside it does not; without one its place stays. */
export function Thumbnail(props: ThumbnailProps) {
  const { thumbnails } = useReader();
  const [failed, setFailed] = useState<string | null>(null);
  const name = props.round ? "thumbnail round" : "thumbnail";
  const address = thumbnails ? addressOf(props) : null;
  if (address === null || failed === address) return <span className={name} />;
  return (
    <img
      className={name}
      src={address}
      alt=""
      loading="lazy"
      decoding="async"
      referrerPolicy="no-referrer"
      onError={() => setFailed(address)}
    />
  );
}
