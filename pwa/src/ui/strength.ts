/** How hard a passphrase is to guess, from 1 (weak) to 4 (very strong); length counts most. */
export function strengthOf(text: string): 0 | 1 | 2 | 3 | 4 {
  if (text.length === 0) return 0;
  const different = new Set(text.toLowerCase()).size;
  const words = text
    .trim()
    .split(/[\s\-_.]+/)
    .filter((word) => word.length > 2).length;
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d\s]/u].filter((kind) => kind.test(text));
  const worth = Math.min(text.length, different * 2) + words * 2 + kinds.length;
  if (worth < 15) return 1;
  if (worth < 20) return 2;
  return worth < 28 ? 3 : 4;
}
