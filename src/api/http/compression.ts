import { constants } from "node:zlib";
import compress from "@fastify/compress";
import type { Api } from "#api/app-type.ts";

/** Below it a compressed answer saves no packet, and costs both sides their time. */
const COMPRESSED_FROM_BYTES = 1024;

/**
 * Answers of text are compressed for whoever takes it: JSON of a page of videos becomes a sixth. Streamed answers go
 * through the same pipe, which passes a slow reader's pace on to the query; server-sent events are left alone, as they
 * would wait in the compressor for more to come. Register it after ETags: these are of what is compressed, and so one and
 * the same for both forms.
 */
export async function compressAnswers(app: Api): Promise<void> {
  await app.register(compress, {
    encodings: ["br", "gzip"],
    threshold: COMPRESSED_FROM_BYTES,
    // Higher levels save little more on JSON, and take many times as long.
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
    zlibOptions: { level: 4 },
    customTypes: /^text\/(?!event-stream)|[/+](?:json|x-ndjson|xml|javascript)(?:;|$)/,
    // Bodies are small, and a compressed one may become as large as it likes: they are read as they are.
    globalDecompression: false,
  });
}
