import type { AuditStatus } from '@authengine/contracts';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/**
 * An audit entry in MongoDB, in the predecessor's collection and with its field names. The store creates the indexes
 * once it is connected; models do not.
 */
@Schema({ collection: 'audit_logs', strict: 'throw', strictQuery: 'throw', versionKey: false, minimize: false, autoIndex: false, autoCreate: false })
export class AuditLogDocument {
  @Prop({ type: String, required: true })
  _id!: string;

  @Prop({ type: String, required: true })
  action!: string;

  @Prop({ type: String, required: true })
  resource!: string;

  @Prop({ type: String, default: null })
  resource_id!: string | null;

  @Prop({ type: String, default: null })
  actor_id!: string | null;

  @Prop({ type: String, default: null })
  target_user_id!: string | null;

  @Prop({ type: String, default: null })
  tenant_id!: string | null;

  @Prop({ type: String, required: true, enum: ['success', 'failure', 'denied'] })
  status!: AuditStatus;

  @Prop({ type: String, default: null })
  ip_address!: string | null;

  @Prop({ type: String, default: null })
  user_agent!: string | null;

  @Prop({ type: String, default: null })
  request_id!: string | null;

  @Prop({ type: Object, default: {} })
  metadata!: Record<string, unknown>;

  @Prop({ type: Date, required: true })
  created_at!: Date;
}

/** Each index ends with the id, so that entries of the same time come out in order. */
export const AuditLogSchema = SchemaFactory.createForClass(AuditLogDocument)
  .index({ created_at: 1, _id: 1 })
  .index({ tenant_id: 1, created_at: 1, _id: 1 })
  .index({ actor_id: 1, created_at: 1, _id: 1 })
  .index({ target_user_id: 1, created_at: 1, _id: 1 })
  .index({ action: 1, created_at: 1, _id: 1 })
  .index({ ip_address: 1, created_at: 1, _id: 1 })
  .index({ request_id: 1 })
  // For erasures; see `ADDRESS_FIELDS`.
  .index({ 'metadata.email': 1 }, { sparse: true })
  .index({ 'metadata.new_email': 1 }, { sparse: true });
