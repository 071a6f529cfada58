import { beforeAll, expect, test } from 'vitest';
import { bytesText, centsOf, minutesText, money, weekOf } from '../../src/ui/format';
import { chooseLanguage, language, speak, speakTo, t, tn } from '../../src/ui/i18n';
import { fitted, inkOf, MOST_POINTS } from '../../src/ui/ink';
import { placeOf, to } from '../../src/ui/route';
import { strengthOf } from '../../src/ui/strength';
import { spentMinutes, stepped } from '../../src/ui/times';

beforeAll(() => speak('fr'));

const at = (hour: number, minute: number) => new Date(2026, 10, 24, hour, minute).toISOString();

test('durations and money are written as in France', () => {
  expect(minutesText(74)).toBe('1\u00a0h\u00a014');
  expect(minutesText(45)).toBe('45\u00a0min');
  expect(minutesText(120)).toBe('2\u00a0h');
  expect(money(8600).replace(/\s/g, ' ')).toBe('86,00 €');
  expect(bytesText(361_000).replace(/\s/g, ' ')).toBe('361 ko');
});

test('a typed price is read as cents, and nonsense is no price', () => {
  expect(['86', '86,5', '1 200,00 €', '0'].map(centsOf)).toEqual([8600, 8650, 120_000, 0]);
  expect(['', 'huit', '-3', '1,234'].map(centsOf)).toEqual([null, null, null, null]);
});

test('the week strip begins on Monday, and at the weekend on today', () => {
  const days = (day: number) => weekOf(new Date(2026, 10, day, 12)).map((one) => one.getDate());
  expect(days(25)).toEqual([23, 24, 25, 26, 27, 28, 29]);
  expect(days(28)).toEqual([28, 29, 30, 1, 2, 3, 4]);
});

test('time on site and on the road comes from the steps, over several visits', () => {
  const first = [
    { kind: 'en_route', at: at(9, 2) },
    { kind: 'on_site', at: at(9, 27) },
  ] as const;
  expect(spentMinutes(first, new Date(at(10, 41)))).toEqual({ work: 74, travel: 25 });
  const second = [
    ...first,
    { kind: 'interrupted', at: at(10, 0) },
    { kind: 'resumed', at: at(14, 0) },
  ] as const;
  expect(spentMinutes(second, new Date(at(14, 30)))).toEqual({ work: 63, travel: 25 });
});

test('nothing has been spent before the first step', () => {
  expect(spentMinutes([{ kind: 'accepted', at: at(8, 0) }], new Date(at(9, 0)))).toEqual({
    work: 0,
    travel: 0,
  });
});

test('a stepper goes to the next round value and never below zero', () => {
  expect([stepped(74, 1), stepped(75, 1), stepped(74, -1), stepped(0, -1)]).toEqual([
    75, 80, 70, 0,
  ]);
});

test('ink is whole numbers within the pad, without pressure', () => {
  const points = [
    { x: 1.26, y: 2, time: 1000, pressure: 0.7 },
    { x: 900, y: -4, time: 1016.4, pressure: 0.7 },
  ];
  expect(inkOf([{ points }], 320, 220)).toEqual({
    w: 320,
    h: 220,
    strokes: [
      [
        [0, 13, 20],
        [16, 3200, 0],
      ],
    ],
  });
});

test('an endless scribble is thinned until it fits', () => {
  const points = Array.from({ length: 30_000 }, (_, n) => ({ x: n % 300, y: 5, time: n }));
  const ink = inkOf([{ points }, { points }], 320, 220);
  const count = ink?.strokes.reduce((sum, stroke) => sum + stroke.length, 0) ?? 0;
  expect(count).toBeGreaterThan(1000);
  expect(count).toBeLessThanOrEqual(MOST_POINTS);
});

test('no stroke is no ink', () => {
  expect(inkOf([], 320, 220)).toBeNull();
});

test('an address leads to its screen and back', () => {
  expect(placeOf(to('mission', 'a/b'))).toEqual({ screen: 'mission', id: 'a/b', part: '' });
  expect(placeOf('#/nowhere/else').screen).toBe('today');
});

test('a long phrase of words is stronger than a short clever word', () => {
  expect(strengthOf('P4ss!')).toBe(1);
  expect(strengthOf('aaaaaaaaaaaaaaaa')).toBe(1);
  expect(strengthOf('le chat dort sur la baie douze')).toBe(4);
});

test('numbers choose their words', () => {
  expect(tn('today.missions', 1)).toBe('1 mission');
  expect(tn('today.missions', 3)).toBe('3 missions');
  expect(t('no.such.key')).toBe('no.such.key');
});

test('ink is made smaller only to fit, however often the phone is turned', () => {
  const drawn = [{ points: [{ x: 300, y: 100, time: 0 }] }];
  const wide = fitted(drawn, 700, 220);
  expect(wide).toEqual(drawn);
  const narrow = fitted(wide, 150, 220);
  expect(narrow[0]?.points[0]).toEqual({ x: 150, y: 50, time: 0 });
  expect(fitted(fitted(narrow, 700, 220), 150, 220)).toEqual(narrow);
});

test('the account chooses the language until somebody does on this phone', async () => {
  await speakTo({ language: 'de' });
  expect(language.value).toBe('de');
  await chooseLanguage('fr');
  await speakTo({ language: 'de' });
  expect(language.value).toBe('fr');
  localStorage.clear();
});
