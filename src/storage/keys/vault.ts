import { createCipheriv, createDecipheriv, createHmac, randomBytes, scryptSync } from "node:crypto";

/** Seals keys for the database and recognises them there. */
export interface Vault {
  /** Encrypts `text` for the row named `row`: sealed bytes moved to another row do not open. */
  seal(text: string, row: string): Buffer;
  /** The sealed text, or `null` when the secret is another one, the row is, or the bytes were changed. */
  open(sealed: Uint8Array, row: string): string | null;
  /** 32 hex characters: the same for the same text, and telling nothing of it without the secret. */
  fingerprint(text: string): string;
  /** A secret for one use, 64 hex characters: the same for the same label, so that it need not be stored. */
  derive(label: string): string;
}

const CIPHER = "aes-256-gcm";
const KEY_BYTES = 32;
/** The IV length GCM is made for; random ones collide too rarely to matter at a handful of keys. */
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Scrypt because the secret may be a phrase that a person chose. The salt is fixed: there is one secret an
 * installation, and a stored salt would be one more thing to lose. About 60 ms, once a process.
 */
const SCRYPT = { salt: "viewcurve vault, first form", N: 2 ** 14, r: 8, p: 1 } as const;

/** A vault under a secret: the bytes of the secret file or the text of `VIEWCURVE_SECRET`. */
export function openVault(secret: Buffer | string): Vault {
  const derived = scryptSync(secret, SCRYPT.salt, 3 * KEY_BYTES, SCRYPT);
  const sealingKey = derived.subarray(0, KEY_BYTES);
  const fingerprintKey = derived.subarray(KEY_BYTES, 2 * KEY_BYTES);
  const derivingKey = derived.subarray(2 * KEY_BYTES);
  return {
    seal(text, row) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, sealingKey, iv).setAAD(Buffer.from(row));
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([iv, body, cipher.getAuthTag()]);
    },
    open(sealed, row) {
      if (sealed.length < IV_BYTES + TAG_BYTES) return null;
      const decipher = createDecipheriv(CIPHER, sealingKey, sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(row))
        .setAuthTag(sealed.subarray(-TAG_BYTES));
      const body = decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES));
      try {
        return Buffer.concat([body, decipher.final()]).toString("utf8");
      } catch {
        return null;
      }
    },
    fingerprint: (text) => createHmac("sha256", fingerprintKey).update(text).digest("hex").slice(0, 32),
    derive: (label) => createHmac("sha256", derivingKey).update(label).digest("hex"),
  };
}
