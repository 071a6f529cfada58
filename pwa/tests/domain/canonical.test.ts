// @vitest-environment node
import { expect, test } from 'vitest';
import { canonicalText, sha256OfJson, shortCode } from '../../src/domain/canonical';

test('keys are in order and nothing is added', () => {
  expect(canonicalText({ b: [1, true, null], a: 'é' })).toBe('{"a":"é","b":[1,true,null]}');
});

test('the same letters typed in two ways give the same hash', async () => {
  const composed = await sha256OfJson({ text: 'é' });
  expect(await sha256OfJson({ text: 'e\u0301' })).toBe(composed);
});

test('a number that is not whole is refused', () => {
  expect(() => canonicalText({ minutes: 1.5 })).toThrow(RangeError);
});

test('the code is what a person compares', () => {
  expect(shortCode('3f9a11c277deabcdef')).toBe('3F9A-11C2-77DE');
});
