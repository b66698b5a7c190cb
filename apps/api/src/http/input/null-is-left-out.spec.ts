import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsOptional, IsString, ValidateNested } from 'class-validator';
import { nullIsLeftOut } from './null-is-left-out.js';

class InnerDto {
  @IsOptional() @IsString() note?: string | null;
}
class BodyDto extends InnerDto {
  @IsString() name!: string | null;
  @IsString() role: string | null = 'USER';
  @ValidateNested({ each: true }) @Type(() => InnerDto) items: InnerDto[] = [];
  undeclared: unknown = null;
}
const dto = <T extends object>(type: new () => T, fields: Partial<T>): T => Object.assign(new type(), fields);

describe('nullIsLeftOut', () => {
  it('leaves out what is null, inherited fields too, and gives a field its default', () => {
    const body = dto(BodyDto, { name: null, role: null, note: null });
    nullIsLeftOut(body, 'POST');
    expect(body).toMatchObject({ role: 'USER' });
    expect([body.name, body.note]).toEqual([undefined, undefined]);
  });

  it('goes into the DTOs inside', () => {
    const body = dto(BodyDto, { name: 'a', items: [dto(InnerDto, { note: null }), dto(InnerDto, { note: 'b' })] });
    nullIsLeftOut(body, 'DELETE');
    expect(body.items.map(({ note }) => note)).toEqual([undefined, 'b']);
  });

  it('leaves fields that nobody declared to the validation, and other values as they are', () => {
    const body = dto(BodyDto, { name: '', role: 'OTHER' });
    nullIsLeftOut(body, 'POST');
    expect(body).toMatchObject({ undeclared: null, name: '', role: 'OTHER' });
  });

  it.each(['PATCH', 'PUT'])('keeps null in a %s, where it takes a value away', (method) => {
    const body = dto(BodyDto, { name: null });
    nullIsLeftOut(body, method);
    expect(body.name).toBeNull();
  });
});
