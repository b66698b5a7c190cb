import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsString, IsUUID, ValidateNested } from 'class-validator';
import { canonicalUuids } from './canonical-uuids.js';

const UPPER = '0C8D1A52-7F0E-4D35-8A0C-3F5F2F1F9F10';

class InnerDto {
  @IsUUID() user_id!: unknown;
}
class BodyDto extends InnerDto {
  @IsUUID('all', { each: true }) ids!: unknown;
  @IsString() password!: string;
  @ValidateNested() @Type(() => InnerDto) inner!: InnerDto;
}

describe('canonicalUuids', () => {
  it('writes declared UUIDs in lower case, in lists and in DTOs inside too, and no other text', () => {
    const inner = Object.assign(new InnerDto(), { user_id: UPPER });
    const dto = Object.assign(new BodyDto(), { user_id: UPPER, ids: [UPPER, 7], password: UPPER, inner });
    canonicalUuids(dto);
    const lower = UPPER.toLowerCase();
    expect(dto).toMatchObject({ user_id: lower, ids: [lower, 7], password: UPPER, inner: { user_id: lower } });
  });

  it.each([['no id', 'ABC'], ['an id with more', `${UPPER} `], ['a number', 7], ['nothing', undefined]])('leaves %s to the validation', (_, value) => {
    const dto = Object.assign(new InnerDto(), { user_id: value });
    canonicalUuids(dto);
    expect(dto.user_id).toBe(value);
  });
});
