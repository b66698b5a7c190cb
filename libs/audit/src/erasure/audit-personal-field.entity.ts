import { Entity, PrimaryColumn } from 'typeorm';

/** A metadata field that some build of the service declared as personal. It stays: entries that have it stay too. */
@Entity('audit_personal_fields')
export class AuditPersonalFieldRow {
  @PrimaryColumn({ type: 'text' })
  name!: string;
}
