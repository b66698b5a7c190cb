import type { UserId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';

/**
 * The data of one lib that a user has a right to receive (GDPR articles 15 and 20): JSON, without secrets and without
 * other people's data.
 */
export type ExportPart = (userId: UserId) => Promise<unknown>;

/**
 * Erases data that the database does not delete by cascade (GDPR article 17). `address` is given only when it was
 * proven: an unproven one may belong to somebody else, whose traces must stay.
 */
export type ErasureStep = (userId: UserId, address: string | null) => Promise<void>;

/** The user data of libs above this one: at start, each registers its export and its erasure. */
@Injectable()
export class PersonalData {
  private readonly parts = new Map<string, ExportPart>();
  private readonly steps: ErasureStep[] = [];

  /** Call this at start, with the part's name in the export: `linked_accounts`. */
  onExport(name: string, part: ExportPart): void {
    this.parts.set(name, part);
  }

  /** Call this at start. The step runs in the transaction that erases the user, before the row is deleted. */
  onErasure(step: ErasureStep): void {
    this.steps.push(step);
  }

  async of(userId: UserId): Promise<Record<string, unknown>> {
    const values = await Promise.all([...this.parts].map(async ([name, part]) => [name, await part(userId)] as const));
    return Object.fromEntries(values);
  }

  async erase(userId: UserId, address: string | null): Promise<void> {
    for (const step of this.steps) await step(userId, address);
  }
}
