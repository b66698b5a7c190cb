import type { UserId } from '@authengine/kernel';
import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** What was spent on guesses at a user's second factor, by a source that is known for them, or by all others together. */
@Entity('second_factor_budgets')
export class CodeBudgetRow {
  @PrimaryColumn({ type: 'uuid' })
  @ForeignKey('User', { onDelete: 'CASCADE' })
  userId!: UserId;

  /** As `sourceKey` has it, or `elsewhere`. */
  @PrimaryColumn({ type: 'text' })
  source!: string;

  @Column({ type: 'integer' })
  spent!: number;

  @Column({ type: 'timestamptz', precision: 3 })
  windowEndsAt!: Date;

  @Column({ type: 'integer' })
  daySpent!: number;

  @Column({ type: 'timestamptz', precision: 3 })
  dayEndsAt!: Date;

  /** Until when the source counts as the user's own: a second factor was right from there. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  knownUntil!: Date | null;
}
