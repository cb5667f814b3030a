const ISO_DURATION = /^P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9})S)?)?$/;

/**
 * Whole seconds of an ISO 8601 duration as YouTube writes it (`PT3M39S`, `P1DT2H3M4S`). `null` for another form,
 * and for a length of nothing: `P0D` is what upcoming and running broadcasts say, and means "not known yet".
 */
export function durationSeconds(text: string): number | null {
  const fields = ISO_DURATION.exec(text);
  if (!fields) return null;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = fields.slice(1).map((field) => Number(field ?? 0));
  const total = (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds;
  // video.duration_seconds is a 32-bit column; no broadcast lasts 68 years.
  return total > 0 && total <= 0x7fffffff ? total : null;
}
