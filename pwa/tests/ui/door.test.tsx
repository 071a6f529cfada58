import { expect, test } from 'vitest';
import { demoRows } from '../demo-rows';
import { FakePhone, FakeSession } from '../fake-phone';
import { MORNING, one, press, settle, showSession, type } from './screen';

async function locked(waiting: number): Promise<FakeSession> {
  const session = new FakeSession(new FakePhone(demoRows(MORNING)), 'locked');
  session.waitingWhileLocked.value = waiting;
  await showSession('#/today', session);
  return session;
}

test('a forgotten passphrase says what would be lost, and asks for it in writing', async () => {
  await locked(3);
  await press('forgotten');
  expect(one('forgotten-waiting').textContent).toContain('3 éléments');
  expect(one('start-over').hasAttribute('disabled')).toBe(true);
  await type('erase-word', 'effacer');
  await settle();
  await press('start-over');
  one('screen-sign-in');
});

test('without network nothing is erased, and the screen says so', async () => {
  const session = await locked(0);
  session.hasNetwork = false;
  await press('forgotten');
  await press('start-over');
  expect(one('error').textContent).toContain('Rien n’a été effacé');
  one('screen-unlock');
});

test('somebody else can sign in, and the way back stays open', async () => {
  await locked(1);
  await press('somebody-else');
  one('screen-sign-in');
  await press('come-back');
  one('screen-unlock');
});
