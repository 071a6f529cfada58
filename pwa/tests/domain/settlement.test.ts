// @vitest-environment node
import { expect, test } from 'vitest';
import cases from '../../../tests/contract/settlement.json';
import { settle, type Terms, type Work } from '../../src/domain/settlement';

test.each(cases)('$name', ({ terms, work, expected }) => {
  expect(settle(terms as Terms, work as Work)).toEqual(expected);
});
