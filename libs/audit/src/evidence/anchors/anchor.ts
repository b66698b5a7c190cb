/** A checkpoint that an anchor does not have yet. */
export interface Unanchored {
  readonly seq: string;
  readonly note: string;
}

/** A place outside of the database that keeps checkpoints. */
export interface Anchor {
  readonly name: 'file' | 'endpoint' | 'bucket';
  /** The column of `audit_checkpoints` that says what it has. */
  readonly mark: 'in_file' | 'sent' | 'in_bucket';
  /** How many of these, from the first on, are safe there; at least one. Rejects when none is. */
  bring(checkpoints: readonly Unanchored[]): Promise<number>;
}

/** The notes one after the other, as anchors keep them; an empty line is between two. */
export const asText = (checkpoints: readonly Unanchored[]): string => checkpoints.map(({ note }) => note).join('\n');
