import { expect, it } from 'vitest';
import { dhlNumber, postalNumber, upsCheckDigit, upsNumber } from '../../peers/tracking-numbers.ts';

it('gives UPS numbers the check digit that UPS numbers in the world have', () => {
  for (const real of ['1Z5R89390357567127', '1Z879E930346834440', '1Z410E7W0392751591'])
    expect(upsCheckDigit(real.slice(2, -1))).toBe(Number(real.at(-1)));
  expect(upsNumber(7)).toMatch(/^1Z[A-Z0-9]{16}$/);
  expect(upsNumber(7)).not.toBe(upsNumber(8));
});

it('gives DHL waybills the remainder by seven, as on real ones', () => {
  const fits = (waybill: string): boolean => Number(waybill.slice(0, -1)) % 7 === Number(waybill.at(-1));
  expect(fits('3318810025')).toBe(true);
  expect([1, 2, 99_999].every((serial) => fits(dhlNumber(serial)))).toBe(true);
});

it('gives postal numbers the check digit of UPU S10', () => {
  expect(postalNumber(47_312_482, 'US')).toBe('RR473124829US');
});
