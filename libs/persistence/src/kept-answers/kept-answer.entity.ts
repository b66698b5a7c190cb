import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The answer to a request whose change is committed, but does not yet count on every node. */
@Entity('kept_answers')
export class KeptAnswer {
  /** A keyed digest of the request with its credential: only the same request from the same caller finds it. */
  @PrimaryColumn({ type: 'bytea' })
  request!: Buffer;

  /** Sealed, because an answer may contain a secret that is shown once. */
  @Column({ type: 'text' })
  answer!: string;

  /** The users, tenants or keys whose changes must count everywhere first. */
  @Column({ type: 'text', array: true })
  subjects!: string[];

  @Index()
  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt!: Date;
}
