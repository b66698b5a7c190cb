/** Keeps the first two characters of `abcdef`, `987654` and `aaaaaa`: the others follow from them. */
export function withoutRuns(text: string): string {
  const step = (i: number): number => text.charCodeAt(i) - text.charCodeAt(i - 1);
  return [...Array(text.length).keys()]
    .filter((i) => i < 2 || Math.abs(step(i)) > 1 || step(i) !== step(i - 1))
    .map((i) => text.charAt(i))
    .join('');
}
