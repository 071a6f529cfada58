import { expect, test } from 'vitest';
import { Autosave } from '../../src/ui/autosave';

/** A disk that answers when it is told to. */
class Disk {
  readonly written: string[] = [];
  #answers: ((error?: Error) => void)[] = [];

  save = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      this.#answers.push((error) => {
        if (error) return reject(error);
        this.written.push(text);
        resolve();
      });
    });

  async answer(error?: Error): Promise<void> {
    this.#answers.shift()?.(error);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

async function pause(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
}

test('"saved" is said only once the disk has confirmed it', async () => {
  const disk = new Disk();
  const field = new Autosave(disk.save);
  field.change('Alimentation');
  expect(field.state.value).toBe('dirty');
  void field.flush();
  await pause();
  expect(field.state.value).toBe('dirty');
  await disk.answer();
  expect(field.state.value).toBe('saved');
});

test('what is typed while the disk writes is written next, in order', async () => {
  const disk = new Disk();
  const field = new Autosave(disk.save);
  field.change('A');
  void field.flush();
  await pause();
  field.change('AB');
  const last = field.flush();
  await disk.answer();
  expect(field.state.value).toBe('dirty');
  await disk.answer();
  await last;
  expect(disk.written).toEqual(['A', 'AB']);
  expect(field.state.value).toBe('saved');
});

test('a refused write is said, kept and tried again', async () => {
  const disk = new Disk();
  const field = new Autosave(disk.save);
  field.change('A');
  void field.flush();
  await pause();
  await disk.answer(new Error('full'));
  expect(field.state.value).toBe('failed');
  void field.flush();
  await pause();
  await disk.answer();
  expect(disk.written).toEqual(['A']);
  expect(field.state.value).toBe('saved');
});
