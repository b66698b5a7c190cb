const WIDTH = 30;

/** Draws a bar on a terminal; elsewhere it says nothing. */
export function progress(out: NodeJS.WriteStream = process.stderr): ((origin: string, done: number, of: number) => void) | undefined {
  if (!out.isTTY) return undefined;
  return (origin, done, of) => {
    const filled = Math.round((Math.min(done, of) / Math.max(of, 1)) * WIDTH);
    out.write(`\r[${'='.repeat(filled).padEnd(WIDTH)}] ${done} of ${of} ${origin}${done >= of ? '\n' : ''}`);
  };
}
