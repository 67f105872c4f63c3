/** Twelve to nineteen digits that stand by themselves, in one run or in groups; part of no id, date or reference. */
const standsAlone = /(?<![\p{L}\d_-])\d(?:[ \u00a0-]?\d){11,18}(?![\p{L}\d_-])/gu;

/** The words without what looks like a card number, whoever typed it into a note or a name. References stay: a bank asks for them. */
export function withoutCardNumbers(text: string): string {
  return text.replace(standsAlone, (found) => (passesLuhn(found.replace(/\D/g, '')) ? '••••' : found));
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place]);
    const doubled = place % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
