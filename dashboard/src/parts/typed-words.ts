/**
 * What a field of words shows when the address has changed: what is being typed, as long as it is what the address says but
 * for the blanks around it. Else the blank before the next word would be taken out of the typist's hands.
 */
export const wordsShown = (typed: string, asked: string): string => (typed.trim() === asked ? typed : asked);
