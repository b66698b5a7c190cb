/** Whether Redis refuses the database that REDIS_URL names, in any wording. */
export function refusesDatabase(error: unknown): boolean {
  return (error as { command?: { name?: string } } | null)?.command?.name === 'select';
}
