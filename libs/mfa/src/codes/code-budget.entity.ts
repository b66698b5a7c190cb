import type { UserId } from '@authengine/kernel';
import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** The guesses spent at a user's second factor: from one known source, or from all other sources together. */
@Entity('second_factor_budgets')
export class CodeBudgetRow {
  @PrimaryColumn({ type: 'uuid' })
  @ForeignKey('User', { onDelete: 'CASCADE' })
  userId!: UserId;

  /** The result of `sourceKey`, or `elsewhere`. */
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

  /** Until then the source counts as the user's own, because a right second factor came from there. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  knownUntil!: Date | null;
}
