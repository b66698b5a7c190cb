import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The answer to a request whose change was committed and could not be told to every node yet. */
@Entity('kept_answers')
export class KeptAnswer {
  /** A keyed digest of the request, credential included: only who sends the same again finds it. */
  @PrimaryColumn({ type: 'bytea' })
  request!: Buffer;

  /** Sealed: an answer may hold what is shown once. */
  @Column({ type: 'text' })
  answer!: string;

  /** Of the users, tenants or keys that must be told first. */
  @Column({ type: 'text', array: true })
  subjects!: string[];

  @Index()
  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt!: Date;
}
