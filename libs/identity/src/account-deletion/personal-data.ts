import type { UserId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';

/** What one lib keeps of a user that is the user's to have (GDPR articles 15 and 20): JSON, without secrets and without other people's data. */
export type ExportPart = (userId: UserId) => Promise<unknown>;

/**
 * What else goes with a user, beside what the database cascades (GDPR article 17). `address` is the user's where it was proven: an
 * unproven one may be somebody else's, whose traces are not this account's to take along.
 */
export type ErasureStep = (userId: UserId, address: string | null) => Promise<void>;

/** What libs above this one keep of users: each says at start how it is exported, and how it goes. */
@Injectable()
export class PersonalData {
  private readonly parts = new Map<string, ExportPart>();
  private readonly steps: ErasureStep[] = [];

  /** At start, under the name the part has in the export: `linked_accounts`. */
  onExport(name: string, part: ExportPart): void {
    this.parts.set(name, part);
  }

  /** At start. The step runs in the transaction that erases the user, before their row is gone. */
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
