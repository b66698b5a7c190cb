/** One step that can be taken, and the state after it; `wrong` says what it has shown that must never be seen. */
export interface Step<State> {
  readonly does: string;
  readonly next: State;
  readonly wrong?: string;
}

export interface Model<State> {
  readonly initial: State;
  steps(state: State): Iterable<Step<State>>;
  /** Equal for two states from which the same can follow. */
  keyOf(state: State): string;
}

export interface Found {
  /** How many different states there are; with a violation, how many had been seen by then. */
  readonly states: number;
  /** What was done, in order, and at last what was wrong; null when nothing can go wrong. No shorter history shows it. */
  readonly history: readonly string[] | null;
}

interface Seen<State> {
  readonly state: State;
  readonly does: string;
  readonly before: Seen<State> | null;
}

/** Goes through every state that can be reached, those fewer steps away first. */
export function explore<State>(model: Model<State>): Found {
  const known = new Set([model.keyOf(model.initial)]);
  const queue: Seen<State>[] = [{ state: model.initial, does: '', before: null }];
  for (let at = 0; at < queue.length; at += 1) {
    const seen = queue[at];
    if (!seen) break;
    for (const { does, next, wrong } of model.steps(seen.state)) {
      if (wrong !== undefined) return { states: known.size, history: [...historyOf(seen), does, wrong] };
      const key = model.keyOf(next);
      if (known.has(key)) continue;
      known.add(key);
      queue.push({ state: next, does, before: seen });
    }
  }
  return { states: known.size, history: null };
}

function historyOf<State>(last: Seen<State>): string[] {
  const history: string[] = [];
  for (let seen = last; seen.before; seen = seen.before) history.unshift(seen.does);
  return history;
}
