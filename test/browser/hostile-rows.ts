import { sql } from "kysely";
import type { VideoId } from "#domain/video.ts";
import type { Db } from "#storage/database.ts";
import { writeSearchTerms } from "#storage/search/search-terms.ts";
import { writeListing } from "#storage/videos/listing.ts";
import { seededVideoId } from "../api/seed.ts";

/** Texts that run where a page takes them for more than text. Each would set `window.ran` or open a dialog. */
export const HOSTILE = [
  `<script>window.ran="script"</script>`,
  `<img src=x onerror="window.ran='img'">`,
  `"><svg onload=alert(1)>`,
  `'" onmouseover="window.ran='attribute'" x="`,
  `</title></textarea><script>alert(2)</script>`,
  `javascript:window.ran='address'`,
  `{{constructor.constructor('window.ran=1')()}} \${window.ran=2}`,
  `<iframe srcdoc="<script>parent.ran='frame'</script>"></iframe>`,
  `\u202Egnp.exe \u0000`.replace("\u0000", "\uFFFD"),
  `${"ﷺ".repeat(60)} ${"W".repeat(900)}`,
];

/** Puts them wherever people write: titles, descriptions, tags, channels, revisions, and addresses of pictures. */
export async function seedHostile(db: Db, videos: number): Promise<readonly VideoId[]> {
  const ids = Array.from({ length: videos }, (_, n) => seededVideoId(n));
  for (const [n, id] of ids.entries()) {
    const text = HOSTILE[n % HOSTILE.length] ?? "";
    await sql`
      update video set title = ${text}, description = ${HOSTILE.join("\n")}, tags = ${HOSTILE}::text[],
        tag_keys = ${HOSTILE.map((tag) => tag.toLowerCase())}::text[], thumbnail_url = ${`javascript:window.ran='picture'//${n}`}
      where id = ${id} and described_at is not null`.execute(db);
  }
  await sql`update channel set title = ${HOSTILE[1]}, handle = ${HOSTILE[3]}, description = ${HOSTILE.join("\n")},
    thumbnail_url = 'https://evil.example/beacon.png'`.execute(db);
  await sql`update video_revision set before = ${JSON.stringify({ title: HOSTILE[0], [HOSTILE[1] ?? ""]: HOSTILE[2] })}`.execute(
    db,
  );
  await writeListing(db, ids);
  await writeSearchTerms(db, ids);
  return ids;
}
