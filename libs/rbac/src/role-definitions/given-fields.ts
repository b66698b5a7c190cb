import type { UpdateRoleDto } from './dto/role-fields.dto.js';
import type { RoleFields } from './role-definition.service.js';

/** Of a partial change, what it names. */
export function givenFields({ name, description, level, permissions }: UpdateRoleDto): Partial<RoleFields> {
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description: description ?? '' }),
    ...(level === undefined ? {} : { level }),
    ...(permissions === undefined ? {} : { permissions }),
  };
}
