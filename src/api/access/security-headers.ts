import helmet from "@fastify/helmet";
import type { Api } from "#api/app-type.ts";
import { pictureOrigins, type Thumbnails } from "#api/videos/thumbnails.ts";

/** What every answer tells browsers not to do with it, without keeping those on a LAN from reading it over plain HTTP. */
export async function sendSecurityHeaders(app: Api, thumbnails: Thumbnails): Promise<void> {
  await app.register(helmet, {
    // Installations on a LAN speak plain HTTP: neither of these may send their browsers to HTTPS.
    strictTransportSecurity: false,
    contentSecurityPolicy: {
      directives: {
        upgradeInsecureRequests: null,
        imgSrc: ["'self'", "data:", ...pictureOrigins(thumbnails)],
        // Nothing else is ever loaded from elsewhere, whatever a page might be made to hold.
        fontSrc: ["'self'", "data:"],
        styleSrc: ["'self'", "'unsafe-inline'"],
      },
    },
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  });
}
